package dev.spindle.retrieval.citation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words of English that say nothing by themselves, that deny, and that are opposites or the same as others. */
final class Vocabulary {
    private static final Set<String> EMPTY =
            words("a an the this that these those it its he she they them their his her we us"
                    + " our you your i my me is are was were be been being am do does did done doing have has had having will would shall"
                    + " should can could may might must of in on at to for from by with as and or but if then than so such into onto about"
                    + " over under between through during per which who whom whose what when where why how there here also very just"
                    + " only own same both each other s t d ll re ve one up down out off again once any some");
    private static final Set<String> NEGATIONS =
            words("not no never none nothing nobody nowhere neither nor cannot without except unless excluding"
                    + " isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't hasn't haven't"
                    + " hadn't needn't hardly barely");
    private static final Map<String, Set<String>> OPPOSITES = pairs(
            "increase decrease,rise fall,more less,more fewer,most"
                    + " least,before after,above below,always never,always sometimes,first last,first second,open close,open"
                    + " closed,allow forbid,allow deny,allow refuse,permit forbid,permit prohibit,accept reject,accept refuse,accept"
                    + " decline,include exclude,enable disable,enabled disabled,start stop,start end,begin end,begin finish,early"
                    + " late,earlier later,earliest latest,high low,higher lower,highest lowest,big small,bigger smaller,large small,larger"
                    + " smaller,long short,longer shorter,fast slow,faster slower,quick slow,true false,right wrong,right left,correct"
                    + " incorrect,valid invalid,safe unsafe,safe dangerous,public private,internal external,inside outside,minimum"
                    + " maximum,min max,success failure,succeed fail,pass fail,win lose,gain lose,gain loss,profit loss,buy sell,read"
                    + " write,send receive,push pull,add remove,insert delete,create delete,create destroy,all some,all none,every"
                    + " no,everyone nobody,required optional,mandatory optional,required forbidden,possible impossible,able"
                    + " unable,known unknown,same different,equal different,rare common,rarely often,seldom often,often never,synchronous"
                    + " asynchronous,local remote,old new,older newer,oldest newest,hot cold,warm cold,light dark,light"
                    + " heavy,strong weak,stronger weaker,easy hard,easy difficult,simple complex,cheap expensive,cheaper dearer,positive"
                    + " negative,active inactive,present absent,visible hidden,shown hidden,show hide,lock unlock,connect"
                    + " disconnect,import export,input output,up down,north south,east west,day night,morning evening,weekday"
                    + " weekend,parent child,client server,upper lower,better worse,best worst,good bad,improve worsen,support"
                    + " oppose,agree disagree,approve refuse,approve reject,must may,may require,may need,must optional,always usually,always often,every some,each"
                    + " some,all most,every most,all few,keep drop,keep discard,save discard,free paid,full"
                    + " empty,complete incomplete,mutable immutable,static dynamic,manual automatic,temporary permanent,single"
                    + " multiple,ascending descending,encrypt decrypt,inhibit promote,inhibit activate,upregulate"
                    + " downregulate,activate deactivate,sensitive resistant,benign malignant,expand shrink,grow shrink,exceed"
                    + " undercut,few many,because despite,despite thanks,within beyond,until from,encourage discourage,together apart,wide narrow,deep shallow,thick thin");
    private static final Map<String, Set<String>> SAME =
            pairs("begin start,end finish,end stop,buy purchase,big large,quick"
                    + " fast,show display,use employ,need require,must need,help assist,keep retain,keep hold,allow permit,forbid"
                    + " prohibit,delete remove,create make,build make,choose pick,choose select,error mistake,error failure,fix"
                    + " repair,get receive,get obtain,give provide,tell say,say state,ask request,answer reply,answer response,reply"
                    + " response,call invoke,run execute,wait pause,whole entire,part piece,small little,often frequently,about"
                    + " approximately,enough sufficient,way manner,way method,happen occur,find discover,try attempt,look see,change"
                    + " alter,change modify,check verify,check test,cost price,money cash,car vehicle,house home,doctor"
                    + " physician,child kid,person human,people person,company firm,job work,job task,begin commence,rise"
                    + " increase,fall decrease,reduce decrease,reduce lower,raise increase,grow increase,shrink decrease,also"
                    + " too,since because,file document,folder directory,key secret,send transmit,link connect,die"
                    + " perish,close shut,kill terminate,stop halt,write record,text words");
    private static final Set<String> LACKING = stems("lack lacks");
    private static final Set<String> FAILING = stems("fail refuse cease forget decline");
    private static final List<String> DENYING = List.of("un", "non", "dis", "in", "im", "il", "ir", "mis");
    private static final int SHORTEST_DENIED = 4;
    /** What only looks as if it denied. */
    private static final Set<String> NOT_DENIED = stems(
            "inform intend impress discover disclose discount dispose invest include increase inside into income input"
                    + " intense intent interest intern import improve impose implant imply understand under unit union universe"
                    + " display distance distribute district discuss disease dissolve mission missing mistake install instance"
                    + " instruct instead inspect inspire indeed index indicate individual industry initial inject inquire inflame"
                    + " inhabit inherent insist interpose invoice involve ensure insure");

    private Vocabulary() {}

    private static Set<String> words(String list) {
        return Set.of(list.split(" ", -1));
    }

    private static Set<String> stems(String list) {
        Set<String> stems = new HashSet<>();
        for (String word : list.split(" ", -1)) stems.add(Stems.of(word));
        return Set.copyOf(stems);
    }

    private static Map<String, Set<String>> pairs(String list) {
        Map<String, Set<String>> pairs = new HashMap<>();
        for (String pair : list.split(",", -1)) {
            String[] two = pair.strip().split(" ", -1);
            String one = stem(two[0]);
            String other = stem(two[1]);
            if (one.equals(other)) continue;
            pairs.computeIfAbsent(one, none -> new HashSet<>()).add(other);
            pairs.computeIfAbsent(other, none -> new HashSet<>()).add(one);
        }
        return Map.copyOf(pairs);
    }

    /** As in a {@link Token}: words that say nothing by themselves are kept as they are. */
    private static String stem(String word) {
        return EMPTY.contains(word) || NEGATIONS.contains(word) ? word : Stems.of(word);
    }

    /** Whether a stem denies what it is said of by itself: it lacks, fails to, refuses to. */
    static boolean denies(String stem, String behind) {
        return LACKING.contains(stem) || (FAILING.contains(stem) && behind.equals("to"));
    }

    static boolean isEmpty(String lower) {
        return EMPTY.contains(lower);
    }

    static boolean isNegation(String lower) {
        return NEGATIONS.contains(lower);
    }

    /** Stems of words that mean the opposite, be it by a syllable in front. */
    static Set<String> oppositesOf(String stem) {
        Set<String> opposites = new HashSet<>(OPPOSITES.getOrDefault(stem, Set.of()));
        for (String prefix : DENYING) {
            boolean denies = stem.startsWith(prefix) && stem.length() - prefix.length() >= SHORTEST_DENIED;
            if (denies && !NOT_DENIED.contains(stem)) opposites.add(stem.substring(prefix.length()));
            if (stem.length() >= SHORTEST_DENIED && !NOT_DENIED.contains(prefix + stem)) opposites.add(prefix + stem);
        }
        return opposites;
    }

    /** Stems of words that mean much the same. */
    static Set<String> sameAs(String stem) {
        return SAME.getOrDefault(stem, Set.of());
    }
}
