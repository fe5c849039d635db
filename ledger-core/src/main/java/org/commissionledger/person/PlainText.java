package org.commissionledger.person;

/** What any text must keep to that people type in. */
final class PlainText {

    private PlainText() {}

    /** Neither control characters and separators of lines nor halves of a surrogate pair, which no encoding can hold. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    }
}
