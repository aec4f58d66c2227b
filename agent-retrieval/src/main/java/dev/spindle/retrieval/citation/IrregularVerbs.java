package dev.spindle.retrieval.citation;

import java.util.HashMap;
import java.util.Map;

/** The forms of verbs that no ending tells. */
final class IrregularVerbs {
    private static final Map<String, String> BASES = bases(
            "arise arose arisen,beat beaten,become became,begin began"
                    + " begun,bend bent,bind bound,bite bit bitten,blow blew blown,break broke broken,breed bred,bring brought,build"
                    + " built,burn burnt,buy bought,catch caught,choose chose chosen,come came,creep crept,deal dealt,dig dug,draw"
                    + " drew drawn,dream dreamt,drink drank drunk,drive drove driven,eat ate eaten,fall fell fallen,feed fed,feel"
                    + " felt,fight fought,find found,flee fled,fly flew flown,forbid forbade forbidden,forget forgot forgotten,forgive"
                    + " forgave forgiven,freeze froze frozen,get got gotten,give gave given,go went gone,grow grew grown,hang hung,hear"
                    + " heard,hide hid hidden,hold held,keep kept,know knew known,lead led,lend lent,lose lost,make made,mean"
                    + " meant,meet met,overcome overcame,pay paid,prove proven,ride rode ridden,ring rang rung,rise rose risen,run"
                    + " ran,say said,see saw seen,seek sought,sell sold,send sent,shake shook shaken,shine shone,shoot shot,show"
                    + " shown,shrink shrank shrunk,sing sang sung,sink sank sunk,sit sat,sleep slept,speak spoke spoken,spend"
                    + " spent,stand stood,steal stole stolen,stick stuck,strike struck,swear swore sworn,sweep swept,swim swam"
                    + " swum,take took taken,teach taught,tear tore torn,tell told,think thought,throw threw thrown,understand"
                    + " understood,wake woke woken,wear wore worn,weep wept,win won,withdraw withdrew withdrawn,write wrote written");

    private IrregularVerbs() {}

    private static Map<String, String> bases(String list) {
        Map<String, String> bases = new HashMap<>();
        for (String verb : list.split(",", -1)) {
            String[] forms = verb.split(" ", -1);
            for (int i = 1; i < forms.length; i++) bases.put(forms[i], forms[0]);
        }
        return Map.copyOf(bases);
    }

    /** The verb that a word in lower case is a form of; the word itself if it is none of these. */
    static String base(String lower) {
        return BASES.getOrDefault(lower, lower);
    }
}
