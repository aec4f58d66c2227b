package dev.spindle.retrieval.citation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What numbers count: units, and which of them measure the same kind of thing. */
final class Units {
    private static final Map<String, Unit> UNITS = units(
            "millisecond ms msec,second sec,minute min,hour hr h,day,week,fortnight,month,year yr,decade,century",
            "cent,euro eur,dollar usd,pound gbp,yen,franc,rupee,krone,krona",
            "millimetre millimeter mm,centimetre centimeter cm,metre meter m,kilometre kilometer km,mile,inch,foot feet,yard",
            "milligram mg,gram g,kilogram kilo kg,ton tonne,ounce oz",
            "millilitre milliliter ml,litre liter l,gallon",
            "bit,byte,kilobyte kb kib,megabyte mb mib,gigabyte gb gib,terabyte tb tib",
            "watt,kilowatt kw,megawatt mw,gigawatt gw",
            "percent,permille",
            "a.m.,p.m.",
            "celsius,fahrenheit,kelvin",
            "hertz hz,kilohertz khz,megahertz mhz,gigahertz ghz",
            "joule,kilojoule kj,calorie cal,kilocalorie kcal,kwh",
            "mph,km/h kph kmh,m/s,knot",
            "volt,millivolt,kilovolt kv",
            "hectare ha,acre");

    /** Said of much else than measures, so that only a number in front makes them units. */
    private static final Set<String> AMBIGUOUS =
            Set.of("second", "pound", "foot", "inch", "yard", "min", "m", "h", "g", "l", "cal", "ha", "ton", "mile");

    private Units() {}

    private record Unit(String name, int kind) {}

    private static Map<String, Unit> units(String... kinds) {
        Map<String, Unit> units = new HashMap<>();
        for (int kind = 0; kind < kinds.length; kind++) {
            for (String names : kinds[kind].split(",", -1)) {
                String[] all = names.split(" ", -1);
                for (String name : all) units.put(Stems.of(name), new Unit(all[0], kind));
            }
        }
        units.put(Stems.of("centuries"), new Unit("century", 0));
        units.put(Stems.of("inches"), new Unit("inch", 2));
        return Map.copyOf(units);
    }

    static boolean isUnit(Token token) {
        return UNITS.containsKey(token.stem());
    }

    /** Whether a word in lower case is a unit as it is written. */
    static boolean isName(String lower) {
        return UNITS.containsKey(Stems.of(lower));
    }

    /** Of some words, those that are units of the same kind as another word and not the same; none if that is said of much else, too. */
    static List<Token> othersOf(Token token, List<Token> tokens) {
        if (isAmbiguous(token)) return List.of();
        return tokens.stream()
                .filter(other -> differ(token, other) && !isAmbiguous(other))
                .toList();
    }

    private static boolean isAmbiguous(Token token) {
        Unit unit = UNITS.get(token.stem());
        return unit == null || AMBIGUOUS.contains(unit.name());
    }

    /** Whether two words are units of one kind and not the same: days and years, not days and euros. */
    static boolean differ(Token one, Token other) {
        Unit first = UNITS.get(one.stem());
        Unit second = UNITS.get(other.stem());
        return first != null
                && second != null
                && first.kind() == second.kind()
                && !first.name().equals(second.name());
    }
}
