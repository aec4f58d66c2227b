package dev.spindle.testing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the offline model knows of English: words that carry no content, and words that people use for one another. */
final class Vocabulary {
    private static final Set<String> EMPTY_WORDS =
            words("a about above after again against all also am an and any are as at be been before being below "
                    + "between both but by can could d did do does doing done down during each either else ever every "
                    + "few for from further get gets getting got had has have having he her here hers him his how i if "
                    + "in into is it its itself just know let ll m me more most much many must my myself need needs no "
                    + "nor not now of off on once only or other our ours out over own please possible re really s same "
                    + "say says shall she should so some such t tell than that the their them then there these they "
                    + "thing things this those through to too under until up us use used using away may might ve very "
                    + "want was we were what when where which while who whom whose why will with would you your yours "
                    + "yourself happen happens mean means explain describe give show document documents documentation "
                    + "according long often one anything something someone anyone everyone somebody anybody way");

    private static final List<Set<String>> SAME = groups("""
            buy purchase order acquire
            refund reimburse repay
            money payment pay paid amount price cost fee charge rate
            throw dispose bin trash garbage waste rubbish discard
            start launch run begin boot
            stop quit exit end terminate shut halt
            fast quick speed rapid
            delete remove erase discard drop
            error failure fail exception wrong broken fault
            big large size
            maximum most limit cap highest top upper
            minimum least lowest
            fix repair mend
            configure setting option set parameter preference
            permit allow let authorize entitled
            forbid prohibit ban disallow
            require necessary obligatory mandatory must
            change modify edit alter adjust
            create make generate produce
            display print show list
            save store keep retain retention hold stored
            find search locate
            ask request query
            answer reply response respond
            person people human employee staff worker colleague
            machine computer host server
            folder directory
            picture image photo
            frequent often interval every daily weekly monthly hourly
            password key credential secret
            wait pause delay
            retry attempt try again
            cancel abort interrupt
            pick choose select
            compile build
            holiday vacation leave
            sick ill illness
            boss manager supervisor
            remote home telework
            guest visitor
            send ship deliver dispatch post mail
            parcel package shipment
            customer client buyer
            phone call telephone ring
            contact reach
            repeat again renew
            clean wash
            warm hot heat temperature
            cold cool freeze
            break pause
            lend borrow loan
            return back
            expire expiry lapse valid validity
            close shut
            open opening
            car vehicle
            doctor physician
            child kid
            eat food meal dish feed
            drink beverage
            hurt injury injure wound
            danger hazard risk
            protect guard secure safe
            member membership subscriber
            join enter register enroll sign
            default standard normal
            backup copy replica
            night overnight
            late overdue delay
            weight weigh heavy
            tall high height
            length long
            deep depth
            age old
            """);

    private static final Map<String, Set<String>> ALIKE = alike();

    private Vocabulary() {}

    /** Whether a word in lower case says nothing of what a text is about. */
    static boolean isEmpty(String word) {
        return EMPTY_WORDS.contains(word);
    }

    /** Words that may stand for those with this stem, they themselves among them; none for most. */
    static Set<String> alike(String stem) {
        return ALIKE.getOrDefault(stem, Set.of());
    }

    private static Map<String, Set<String>> alike() {
        Map<String, Set<String>> alike = new HashMap<>();
        for (Set<String> group : SAME) {
            for (String word : group) {
                alike.computeIfAbsent(Stem.of(word), none -> new LinkedHashSet<>())
                        .addAll(group);
            }
        }
        return alike;
    }

    private static List<Set<String>> groups(String lines) {
        return lines.lines().map(Vocabulary::words).toList();
    }

    /** The words between single spaces, each once, in their order. */
    static Set<String> words(String text) {
        return Stream.of(text.split(" ")).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
