package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ThinkTagsTest {
    @Test
    void reasoningAtTheHeadIsTakenOutWhereverItIsCut() {
        assertSplit("<think>a < b</think>\n\nYes </think>", "a < b", "Yes </think>");
        assertSplit("\n <think>hm</think>Yes", "hm", "Yes");
        assertSplit("<think></think>", "", "");
    }

    @Test
    void thoughtThatIsNotEndedStaysThought() {
        assertSplit("<think>and then </thi", "and then </thi", "");
    }

    @Test
    void tagsElsewhereAreText() {
        assertSplit("Say <think>x</think>", "", "Say <think>x</think>");
        assertSplit("<thinking", "", "<thinking");
        assertSplit("<thi", "", "<thi");
    }

    private static void assertSplit(String said, String thought, String text) {
        for (int first = 0; first <= said.length(); first++) {
            for (int second = first; second <= said.length(); second++) {
                StringBuilder thoughts = new StringBuilder();
                StringBuilder texts = new StringBuilder();
                ThinkTags tags = new ThinkTags(thoughts::append, texts::append);

                tags.add(said.substring(0, first));
                tags.add(said.substring(first, second));
                tags.add(said.substring(second));
                tags.end();

                assertEquals(thought, thoughts.toString());
                assertEquals(text, texts.toString());
            }
        }
    }
}
