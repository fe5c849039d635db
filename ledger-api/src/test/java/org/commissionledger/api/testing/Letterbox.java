package org.commissionledger.api.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that keeps what it gets: as much of RFC 5321 as a sender needs. */
public final class Letterbox implements AutoCloseable {

    private final ServerSocket server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();

    /** @param lines header and text as they came */
    public record Letter(String from, List<String> to, List<String> lines) {

        public String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        public String text() {
            return String.join("\n", lines.subList(lines.indexOf("") + 1, lines.size()));
        }
    }

    public Letterbox() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("letterbox").start(this::listen);
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII)) {
            new Conversation(in, out).hold();
        } catch (IOException e) {
            // whoever called has hung up
        }
    }

    private final class Conversation {

        private final BufferedReader in;
        private final Writer out;
        private String from = "";
        private List<String> to = new ArrayList<>();

        private Conversation(BufferedReader in, Writer out) {
            this.in = in;
            this.out = out;
        }

        private void hold() throws IOException {
            say("220 letterbox");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "MAIL" -> {
                        from = address(line);
                        to = new ArrayList<>();
                        say("250 ok");
                    }
                    case "RCPT" -> {
                        to.add(address(line));
                        say("250 ok");
                    }
                    case "DATA" -> {
                        say("354 go on");
                        letters.add(new Letter(from, List.copyOf(to), data()));
                        say("250 kept");
                    }
                    case "QUIT" -> {
                        say("221 bye");
                        return;
                    }
                    default -> say("250 ok");
                }
            }
        }

        private List<String> data() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
                lines.add(line.startsWith("..") ? line.substring(1) : line);
            }
            return lines;
        }

        private static String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }

        private void say(String text) throws IOException {
            out.write(text + "\r\n");
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
