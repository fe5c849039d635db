package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.commissionledger.api.bulk.BulkResult.Outcome;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.OwnWrites;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Bulk requests. Items are taken in windows, each one transaction, in order. The answer of each window is stored under the request's
 * key with the window's number, in the transaction of its events: a request that broke off in the middle and is sent again goes on
 * where it stopped, and one that was finished is answered again byte for byte. The body is read, and the answer written, as a stream;
 * at most two windows are in memory.
 */
@Component
public class BulkWrites {

    private static final Logger LOG = LoggerFactory.getLogger(BulkWrites.class);

    static final int WINDOW = 500;
    static final int ATOMIC_LIMIT = 10_000;

    /** Of a kind whose items are commands. */
    private static final Set<BulkForm> FORMS = EnumSet.of(BulkForm.JSON, BulkForm.CSV);

    private final Ledger ledger;
    private final OwnWrites own;
    private final JdbcClient sql;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    BulkWrites(Ledger ledger, DataSource dataSource, OwnWrites own) {
        this.ledger = ledger;
        this.own = own;
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * A kind of bulk request.
     *
     * @param idField the field by which the answer names an item
     * @param columns what a CSV may have
     * @param required what a CSV must have
     * @param forms in which the items may come
     * @param window items in one transaction
     * @param reading understands one item, or throws {@link BadRequest}
     * @param made what the ledger called an item that the client gave no id, from its result; null where that is nothing
     * @param rehearsing null where a dry run is not to be had
     */
    public record Kind<T>(
            String idField,
            Set<String> columns,
            Set<String> required,
            Set<BulkForm> forms,
            int window,
            Function<Fields, T> reading,
            Carrying<T> carrying,
            BiFunction<T, Result, @Nullable String> made,
            @Nullable Rehearsing<T> rehearsing) {

        /** One without a dry run. */
        public Kind(
                String idField,
                Set<String> columns,
                Set<String> required,
                Set<BulkForm> forms,
                int window,
                Function<Fields, T> reading,
                Carrying<T> carrying,
                BiFunction<T, Result, @Nullable String> made) {
            this(idField, columns, required, forms, window, reading, carrying, made, null);
        }
    }

    /** Says what items would come to, and writes nothing. */
    @FunctionalInterface
    public interface Rehearsing<T> {
        List<Result> rehearse(CommandContext context, List<T> items);
    }

    /** Carries out one window in one transaction, with one result for each item. */
    @FunctionalInterface
    public interface Carrying<T> {
        GroupReply carry(
                CommandContext context,
                List<T> items,
                boolean atomic,
                RequestKey key,
                BiFunction<List<Result>, Receipt, StoredAnswer> answer);
    }

    /** A kind whose items are commands. */
    public Kind<BulkItem> commands(
            String idField, Set<String> columns, Set<String> required, Function<Fields, BulkItem> reading) {
        return new Kind<>(
                idField,
                columns,
                required,
                FORMS,
                WINDOW,
                reading,
                this::execute,
                (item, result) -> item.id(),
                (context, items) -> ledger.rehearse(context, group(items)));
    }

    private static List<Item> group(List<BulkItem> items) {
        return items.stream()
                .map(item -> new Item(item.stream(), item.drafting()))
                .toList();
    }

    private GroupReply execute(
            CommandContext context,
            List<BulkItem> items,
            boolean atomic,
            RequestKey key,
            BiFunction<List<Result>, Receipt, StoredAnswer> answer) {
        return ledger.executeGroup(context, group(items), atomic, key, answer);
    }

    /** Items of any number, read as a stream. */
    public <T> void run(Caller caller, HttpServletRequest request, HttpServletResponse response, Kind<T> kind)
            throws IOException {
        String key = IdempotencyKey.require(request);
        BulkSource.requireForm(request, kind); // first: of a form, the parameters would be read from the body
        Run<T> run = new Run<>(caller, request, kind, key);
        String running = running(caller, key);
        try (BulkSource source = BulkSource.of(request, kind)) {
            run.answer(source, response);
        } catch (BadRequest e) {
            run.tellPosition(response);
            throw e;
        } finally {
            run.settle();
            underWay.remove(running);
        }
    }

    /** The few items of a body that was read already, in one transaction. */
    public <T> ResponseEntity<String> run(
            Caller caller, HttpServletRequest request, byte[] body, List<JsonNode> items, Kind<T> kind) {
        String key = IdempotencyKey.require(request);
        Run<T> run = new Run<>(caller, request, kind, key);
        String running = running(caller, key);
        try {
            return run.answer(body, items);
        } finally {
            underWay.remove(running);
        }
    }

    private String running(Caller caller, String key) {
        String running = caller.organisation() + "\n" + caller.clientId() + "\n" + key;
        if (!underWay.add(running)) {
            throw Refused.stillRunning();
        }
        return running;
    }

    /** An item of the window that is being filled. */
    private record Pending<T>(
            long index,
            @Nullable String id,
            @Nullable T item,
            @Nullable BadRequest refusal) {}

    /** One bulk request on its way. */
    private final class Run<T> {

        private final Caller caller;
        private final CommandContext context;
        private final Kind<T> kind;
        private final String key;
        private final boolean atomic;
        private final boolean all;
        private final boolean dry;
        private final MessageDigest fingerprint;

        private long index;
        private int windows;
        private long accepted;
        private long unchanged;
        private long rejected;
        private long position;
        private boolean replayed = true;
        private @Nullable Future<?> underway;

        Run(Caller caller, HttpServletRequest request, Kind<T> kind, String key) {
            Query query = new Query(request);
            this.atomic = "atomic".equals(query.oneOf("mode", List.of("continue", "atomic")));
            this.all = "all".equals(query.oneOf("results", List.of("all", "failed")));
            this.dry = kind.rehearsing() != null && "true".equals(query.oneOf("dryRun", List.of("true", "false")));
            query.done();
            this.caller = caller;
            this.kind = kind;
            this.key = key;
            this.context = caller.context(key, Writes.correlation(request));
            this.fingerprint = IdempotencyKey.fingerprint(request);
        }

        ResponseEntity<String> answer(byte[] body, List<JsonNode> items) {
            byte[] whole = fingerprint.digest(body);
            List<Pending<T>> window = new ArrayList<>();
            for (JsonNode item : items) {
                window.add(
                        item.isObject() ? understand(Fields.of(item), null) : understand(null, BulkSource.noObject()));
            }
            String told = execute(window, new RequestKey(caller.clientId(), key, whole));
            ResponseEntity.BodyBuilder answer =
                    ResponseEntity.ok().header(Writes.POSITION, written()).contentType(MediaType.APPLICATION_JSON);
            return (replayed ? answer.header(Writes.REPLAYED, "true") : answer).body(told);
        }

        void answer(BulkSource source, HttpServletResponse response) throws IOException {
            fingerprint.update((source.form() + "\n").getBytes(StandardCharsets.UTF_8));
            boolean whole = atomic || dry;
            int size = whole ? ATOMIC_LIMIT : kind.window();
            List<Pending<T>> window = new ArrayList<>();
            for (BulkSource.Raw raw = next(source); raw != null; raw = next(source)) {
                if (window.size() == size) {
                    if (whole) {
                        throw BadRequest.of(
                                "bulk.too-many-items",
                                "An atomic request, or a dry run, may have at most " + ATOMIC_LIMIT + " items.");
                    }
                    process(window, false);
                    window = new ArrayList<>();
                }
                window.add(understand(raw));
            }
            Rehearsing<T> rehearsing = kind.rehearsing();
            if (dry && rehearsing != null) {
                rehearse(window, rehearsing, response);
                return;
            }
            process(window, true);
            awaitWindow();
            write(response);
        }

        /** All in one look, so that an item is decided on what those before it would come to. Its key stays unused. */
        private void rehearse(List<Pending<T>> window, Rehearsing<T> rehearsing, HttpServletResponse response)
                throws IOException {
            boolean refused = refusesAll(window);
            List<Result> results = rehearsing.rehearse(context, items(window, refused));
            response.setStatus(HttpStatus.OK.value());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            String told = Json.write(BulkWindow.of(results(window, results, refused), all));
            response.getOutputStream().write(told.getBytes(StandardCharsets.UTF_8));
        }

        private boolean refusesAll(List<Pending<T>> window) {
            return atomic && window.stream().anyMatch(p -> p.refusal() != null);
        }

        private List<T> items(List<Pending<T>> window, boolean refused) {
            return refused
                    ? List.of()
                    : window.stream()
                            .map(Pending::item)
                            .filter(Objects::nonNull)
                            .toList();
        }

        /** Up to where, as the client is told. */
        private String written() {
            own.note(position);
            return Long.toString(position);
        }

        /** For the answer to a request that broke off: what went before is written. */
        void tellPosition(HttpServletResponse response) {
            if (windows > 0) {
                response.setHeader(Writes.POSITION, written());
            }
        }

        /** What is not well-formed ends the request; what went before it stays, and is unchanged when it is sent again. */
        private BulkSource.@Nullable Raw next(BulkSource source) {
            try {
                return source.next();
            } catch (BadRequest e) {
                awaitWindow();
                if (windows == 0) {
                    throw e;
                }
                throw BadRequest.of(
                        e.code(),
                        e.detail() + " The " + (long) windows * kind.window()
                                + " items before were carried out; sent again under a new key they are unchanged.");
            }
        }

        private Pending<T> understand(BulkSource.Raw raw) {
            fingerprint.update(raw.text().getBytes(StandardCharsets.UTF_8));
            fingerprint.update((byte) '\n');
            return understand(raw.fields(), raw.refusal());
        }

        private Pending<T> understand(@Nullable Fields fields, @Nullable BadRequest unreadable) {
            long at = index++;
            if (fields == null) {
                return new Pending<>(at, null, null, unreadable);
            }
            String id = fields.label(kind.idField());
            try {
                return new Pending<>(at, id, kind.reading().apply(fields), null);
            } catch (BadRequest e) {
                return new Pending<>(at, id, null, e);
            }
        }

        /**
         * Windows are carried out one after the other, each while the next one is read.
         *
         * @param last told by its fingerprint, so that a shorter or a longer request is another one
         */
        private void process(List<Pending<T>> window, boolean last) {
            fingerprint.update((byte) (last ? 1 : 0));
            byte[] soFar = soFar();
            String windowKey = windowKey(windows++);
            awaitWindow();
            FutureTask<?> carrying = new FutureTask<>(() -> carryOut(window, windowKey, soFar), null);
            underway = carrying;
            Thread.startVirtualThread(carrying);
        }

        private void carryOut(List<Pending<T>> window, String windowKey, byte[] soFar) {
            Optional<Stored> before = stored(windowKey);
            if (before.isPresent()) {
                take(
                        before.get().fingerprint(),
                        soFar,
                        before.get().body(),
                        before.get().position());
            } else {
                execute(window, new RequestKey(caller.clientId(), windowKey, soFar));
            }
        }

        /** Of a request that broke off, nothing goes on when it is over: the same key may come again at once. */
        void settle() {
            try {
                awaitWindow();
            } catch (RuntimeException e) {
                LOG.debug("The last window of a bulk request that broke off was not carried out", e);
            }
        }

        /** What the window that is under way was refused for, the request is. */
        private void awaitWindow() {
            Future<?> window = underway;
            underway = null;
            if (window == null) {
                return;
            }
            try {
                window.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a window was carried out", e);
            }
        }

        private String execute(List<Pending<T>> window, RequestKey windowKey) {
            boolean refused = refusesAll(window);
            List<T> items = items(window, refused);
            String[] body = new String[1];
            GroupReply reply = kind.carrying().carry(context, items, atomic, windowKey, (results, receipt) -> {
                body[0] = Json.write(BulkWindow.of(results(window, results, refused), all));
                return new StoredAnswer(HttpStatus.OK.value(), null, body[0]);
            });
            return switch (reply) {
                case GroupReply.Fresh fresh -> {
                    replayed = false;
                    count(Json.MAPPER.readTree(body[0]), fresh.receipt().position());
                    yield body[0];
                }
                case GroupReply.Repeated repeated -> {
                    String told = repeated.answer().body();
                    take(repeated.fingerprint(), windowKey.fingerprint(), told, repeated.position());
                    yield told;
                }
            };
        }

        private void take(byte[] stored, byte[] now, String body, long storedPosition) {
            if (!MessageDigest.isEqual(stored, now)) {
                throw Refused.keyReused();
            }
            count(Json.MAPPER.readTree(body), storedPosition);
        }

        private void count(JsonNode window, long windowPosition) {
            if (!window.isObject() || !window.has("accepted")) {
                throw Refused.keyReused(); // the key belongs to a single request
            }
            accepted += window.get("accepted").longValue();
            unchanged += window.get("unchanged").longValue();
            rejected += window.get("rejected").longValue();
            position = Math.max(position, windowPosition);
        }

        private List<BulkResult> results(List<Pending<T>> window, List<Result> results, boolean refused) {
            boolean refuseAll = atomic
                    && (refused
                            || results.stream()
                                    .anyMatch(r ->
                                            r.refusal() != null && !r.refusal().isAlreadyAsAsked()));
            List<BulkResult> told = new ArrayList<>();
            int next = 0;
            for (Pending<T> pending : window) {
                Result result = pending.item() == null || refused ? null : results.get(next++);
                told.add(result(pending, result, refuseAll));
            }
            return told;
        }

        private BulkResult result(Pending<T> pending, @Nullable Result result, boolean refuseAll) {
            BadRequest wrong = pending.refusal();
            if (wrong != null) {
                return new BulkResult(pending.index(), pending.id(), Outcome.REJECTED, wrong.code(), wrong.detail());
            }
            if (result != null && result.refusal() != null && !result.refusal().isAlreadyAsAsked()) {
                return new BulkResult(
                        pending.index(),
                        pending.id(),
                        Outcome.REJECTED,
                        result.refusal().code(),
                        result.refusal().detail());
            }
            if (refuseAll) {
                return new BulkResult(
                        pending.index(),
                        pending.id(),
                        Outcome.REJECTED,
                        "bulk.not-applied",
                        "Another item was refused, so nothing was written.");
            }
            Outcome outcome = result != null && result.changed() ? Outcome.ACCEPTED : Outcome.UNCHANGED;
            return new BulkResult(pending.index(), id(pending, result), outcome, null, null);
        }

        private @Nullable String id(Pending<T> pending, @Nullable Result result) {
            T item = pending.item();
            boolean named = pending.id() != null || item == null || result == null || !result.changed();
            return named ? pending.id() : kind.made().apply(item, result);
        }

        private byte[] soFar() {
            try {
                return ((MessageDigest) fingerprint.clone()).digest();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("SHA-256 can be cloned", e);
            }
        }

        /** The first window has the key itself, so that another request under it is found out; no header can hold a line break. */
        private String windowKey(int window) {
            return window == 0 ? key : key + "\n" + window;
        }

        private Optional<Stored> stored(String windowKey) {
            return sql.sql("select fingerprint, body, position from ledger.request_key"
                            + " where organisation = ? and client = ? and key = ?")
                    .params(caller.organisation().value(), caller.clientId(), windowKey)
                    .query((r, n) -> new Stored(r.getBytes(1), r.getString(2), r.getLong(3)))
                    .optional();
        }

        /** Counts first, then the results of one window after the other. */
        private void write(HttpServletResponse response) throws IOException {
            response.setStatus(HttpStatus.OK.value());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.setHeader(Writes.POSITION, written());
            if (replayed) {
                response.setHeader(Writes.REPLAYED, "true");
            }
            OutputStream out = response.getOutputStream();
            String head = "{\"accepted\":" + accepted + ",\"unchanged\":" + unchanged + ",\"rejected\":" + rejected
                    + ",\"results\":[";
            out.write(head.getBytes(StandardCharsets.UTF_8));
            boolean first = true;
            for (int window = 0; window < windows; window++) {
                String body = stored(windowKey(window)).orElseThrow().body();
                for (JsonNode result : Json.MAPPER.readTree(body).get("results")) {
                    out.write(((first ? "" : ",") + result).getBytes(StandardCharsets.UTF_8));
                    first = false;
                }
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Stored(byte[] fingerprint, String body, long position) {}
}
