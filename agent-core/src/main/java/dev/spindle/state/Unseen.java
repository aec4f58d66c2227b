package dev.spindle.state;

/** Characters that a person does not see in a text, though they are there. */
final class Unseen {
    private Unseen() {}

    /** Whether a screen shows nothing for the character, or shows others differently because of it. Blanks are seen. */
    static boolean is(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isIgnored(character) || isBlankLetter(character);
        };
    }

    /** What Unicode lets a screen leave out (Default_Ignorable_Code_Point), as far as its kind does not tell; and what is no character. */
    private static boolean isIgnored(int character) {
        return character == 0x034F
                || isIn(character, 0x17B4, 0x17B5)
                || isIn(character, 0x180B, 0x180F)
                || character == 0x2065
                || isIn(character, 0xFDD0, 0xFDEF)
                || isIn(character, 0xFE00, 0xFE0F)
                || isIn(character, 0xFFF0, 0xFFF8)
                || isIn(character, 0x13430, 0x1345F)
                || isIn(character, 0xE0000, 0xE0FFF)
                || (character & 0xFFFE) == 0xFFFE;
    }

    /** Fillers and empty patterns: letters and symbols by their kind, and nothing on the screen. */
    private static boolean isBlankLetter(int character) {
        return isIn(character, 0x115F, 0x1160)
                || character == 0x2800
                || character == 0x3164
                || character == 0xFFA0
                || character == 0x16FE4
                || character == 0x1D159;
    }

    private static boolean isIn(int character, int first, int last) {
        return first <= character && character <= last;
    }
}
