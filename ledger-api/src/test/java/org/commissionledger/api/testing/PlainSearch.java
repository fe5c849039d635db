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
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        byte[] lower = Arrays.copyOf(bytes, bytes.length);
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        return new String(lower, ISO_8859_1);
    }

    /** Which files hold which of the texts, and in which form. */
    public List<String> in(Path... roots) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    search(file, found);
                }
            }
        }
        return found;
    }

    private void search(Path file, List<String> found) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return; // a running PostgreSQL removes files
        }
        Patterns.of(asWritten).in(bytes).forEach(form -> found.add(file + ": " + form));
        Patterns.of(inAnyCase).in(lower(bytes).getBytes(ISO_8859_1)).forEach(form -> found.add(file + ": " + form));
    }

    /** Many patterns in one pass, by their first two bytes. */
    private record Patterns(Map<Integer, List<byte[]>> byStart) {

        static Patterns of(Set<String> patterns) {
            Map<Integer, List<byte[]>> byStart = new HashMap<>();
            for (String pattern : patterns) {
                byte[] bytes = pattern.getBytes(ISO_8859_1);
                byStart.computeIfAbsent(start(bytes, 0), k -> new ArrayList<>()).add(bytes);
            }
            return new Patterns(byStart);
        }

        private static int start(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
        }

        Set<String> in(byte[] bytes) {
            boolean[] starts = new boolean[1 << 16];
            byStart.keySet().forEach(start -> starts[start] = true);
            Set<String> found = new HashSet<>();
            for (int at = 0; at < bytes.length - 1; at++) {
                int start = start(bytes, at);
                if (starts[start]) {
                    for (byte[] pattern : byStart.getOrDefault(start, List.of())) {
                        if (isAt(pattern, bytes, at)) {
                            found.add(new String(pattern, ISO_8859_1));
                        }
                    }
                }
            }
            return found;
        }

        private static boolean isAt(byte[] pattern, byte[] bytes, int at) {
            int end = at + pattern.length;
            return end <= bytes.length && Arrays.equals(pattern, 0, pattern.length, bytes, at, end);
        }
    }
}
