package org.commissionledger.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for texts in all files below some directories, byte by byte: in UTF-8 and UTF-16, in base64 at any offset, in hexadecimal, as
 * part of a URL and as a Java or JSON escape, in upper, lower and the given case.
 */
public final class PlainSearch {

    private final Set<String> asWritten = new HashSet<>();
    private final Set<String> inAnyCase = new HashSet<>();

    public PlainSearch(String... texts) {
        for (String text : texts) {
            for (String form : List.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))) {
                add(form);
            }
        }
    }

    private void add(String text) {
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            byte[] bytes = text.getBytes(charset);
            inAnyCase.add(lower(bytes));
            inAnyCase.add(HexFormat.of().formatHex(bytes));
            for (int offset = 0; offset < 3; offset++) {
                asWritten.add(base64(bytes, offset, Base64.getEncoder()));
                asWritten.add(base64(bytes, offset, Base64.getUrlEncoder()));
            }
        }
        inAnyCase.add(lower(URLEncoder.encode(text, UTF_8).getBytes(UTF_8)));
        inAnyCase.add(lower(escaped(text).getBytes(UTF_8)));
    }

    /** What the bytes come to within a longer base64 text that begins {@code offset} bytes before them. */
    private static String base64(byte[] bytes, int offset, Base64.Encoder encoder) {
        byte[] shifted = new byte[offset + bytes.length - (offset + bytes.length) % 3];
        System.arraycopy(bytes, 0, shifted, offset, shifted.length - offset);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        return encoded.substring(offset == 0 ? 0 : 4);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(c < 0x80 ? Character.toString(c) : String.format("\\u%04x", c)));
        return escaped.toString();
    }

    /** Bytes as characters, those of ASCII in lower case. */
    private static String lower(byte[] bytes) {
        return new String(inLowerCase(bytes), ISO_8859_1);
    }

    private static byte[] inLowerCase(byte[] bytes) {
        byte[] lower = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        return lower;
    }

    /** Which files hold which of the texts, and in which form. */
    public List<String> in(Path... roots) throws IOException {
        List<String> found = new ArrayList<>();
        Patterns written = Patterns.of(asWritten);
        Patterns lower = Patterns.of(inAnyCase);
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    byte[] bytes = bytes(file);
                    written.in(bytes).forEach(form -> found.add(file + ": " + form));
                    lower.in(inLowerCase(bytes)).forEach(form -> found.add(file + ": " + form));
                }
            }
        }
        return found;
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0]; // a running PostgreSQL removes files
        }
    }

    /** Many patterns in one pass, by their first two bytes. */
    private record Patterns(byte[][][] byStart) {

        static Patterns of(Set<String> patterns) {
            byte[][][] byStart = new byte[1 << 16][][];
            patterns.stream()
                    .map(pattern -> pattern.getBytes(ISO_8859_1))
                    .collect(Collectors.groupingBy(bytes -> start(bytes, 0)))
                    .forEach((start, alike) -> byStart[start] = alike.toArray(byte[][]::new));
            return new Patterns(byStart);
        }

        private static int start(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        }

        Set<String> in(byte[] bytes) {
            Set<String> found = new HashSet<>();
            for (int at = 0; at < bytes.length - 1; at++) {
                byte[][] alike = byStart[start(bytes, at)];
                if (alike != null) {
                    for (byte[] pattern : alike) {
                        if (isAt(pattern, bytes, at)) {
                            found.add(new String(pattern, ISO_8859_1));
                        }
                    }
                }
            }
            return found;
        }

        /** The third byte first: it is another one nearly always. */
        private static boolean isAt(byte[] pattern, byte[] bytes, int at) {
            int end = at + pattern.length;
            return end <= bytes.length
                    && bytes[at + 2] == pattern[2]
                    && Arrays.equals(pattern, 0, pattern.length, bytes, at, end);
        }
    }
}
