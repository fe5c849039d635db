package org.commissionledger.api.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** XML on its way out in UTF-8, through one buffer and without a string for each piece. */
final class XmlBytes {

    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_CHARACTER = 8;

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int used;

    XmlBytes(OutputStream out) {
        this.out = out;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - used < bytes) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    XmlBytes raw(byte[] ascii) throws IOException {
        room(ascii.length);
        System.arraycopy(ascii, 0, buffer, used, ascii.length);
        used += ascii.length;
        return this;
    }

    /** In characters of ASCII. */
    XmlBytes raw(String ascii) throws IOException {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[used++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    XmlBytes number(long value) throws IOException {
        if (value < 0) {
            return raw(Long.toString(value));
        }
        room(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = used + digits - 1; at >= used; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += digits;
        return this;
    }

    /** Any text, as a spreadsheet reads it: what XML cannot hold is written {@code _x0001_}, and what looks like that is escaped. */
    XmlBytes text(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            room(LONGEST_CHARACTER);
            if (c >= ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '_') {
                buffer[used++] = (byte) c;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                raw(text.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
                i++;
            } else {
                special(text, i);
            }
        }
        return this;
    }

    private void special(String text, int at) throws IOException {
        char c = text.charAt(at);
        switch (c) {
            case '&' -> raw("&amp;");
            case '<' -> raw("&lt;");
            case '>' -> raw("&gt;");
            case '\t', '\n' -> buffer[used++] = (byte) c;
            case '_' -> raw(looksEscaped(text, at) ? "_x005F_" : "_");
            default -> {
                if (c < ' ' || Character.isSurrogate(c) || c >= 0xfffe) {
                    raw(String.format("_x%04X_", (int) c));
                } else {
                    raw(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static boolean looksEscaped(String text, int at) {
        if (at + 7 > text.length() || text.charAt(at + 1) != 'x' || text.charAt(at + 6) != '_') {
            return false;
        }
        for (int i = at + 2; i < at + 6; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
