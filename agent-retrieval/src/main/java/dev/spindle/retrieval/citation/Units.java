package dev.spindle.retrieval.citation;

import java.util.HashMap;
import java.util.Map;

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
            "percent,permille");

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
