package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.commissionledger.api.bulk.BulkResult.Outcome;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.IdempotencyKey;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.api.web.Writes;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Bulk requests. Items are taken in windows, each one transaction, in order. The answer of each window is stored under the request's
 * key with the window's number, in the transaction of its events: a request that broke off in the middle and is sent again goes on
 * where it stopped, and one that was finished is answered again byte for byte. The body is read, and the answer written, as a stream.
 */
@Component
public class BulkWrites {

    static final int WINDOW = 500;
    static final int ATOMIC_LIMIT = 10_000;

    private final Ledger ledger;
    private final JdbcClient sql;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    BulkWrites(Ledger ledger, DataSource dataSource) {
        this.ledger = ledger;
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * A kind of bulk request.
     *
     * @param idField the field by which the answer names an item
     * @param columns what a CSV may have
     * @param required what a CSV must have
     * @param reading understands one item, or throws {@link BadRequest}
     */
    public record Kind(String idField, Set<String> columns, Set<String> required, Function<Fields, BulkItem> reading) {}

    public void run(Caller caller, HttpServletRequest request, HttpServletResponse response, Kind kind)
            throws IOException {
        String key = IdempotencyKey.require(request);
        BulkSource.requireKnownType(request); // first: of a form, the parameters would be read from the body
        Query query = new Query(request);
        boolean atomic = "atomic".equals(query.oneOf("mode", List.of("continue", "atomic")));
        boolean all = "all".equals(query.oneOf("results", List.of("all", "failed")));
        query.done();
        String running = caller.organisation() + "\n" + caller.clientId() + "\n" + key;
        if (!underWay.add(running)) {
            throw Refused.stillRunning();
        }
        try (BulkSource source = BulkSource.of(request, kind.columns(), kind.required())) {
            new Run(caller, request, kind, key, atomic, all).answer(source, response);
        } finally {
            underWay.remove(running);
        }
    }

    /** An item of the window that is being filled. */
    private record Pending(
            long index,
            @Nullable String id,
            @Nullable BulkItem item,
            @Nullable BadRequest refusal) {}

    /** One bulk request on its way. */
    private final class Run {

        private final Caller caller;
        private final HttpServletRequest request;
        private final Kind kind;
        private final String key;
        private final boolean atomic;
        private final boolean all;
        private final MessageDigest fingerprint;

        private long index;
        private int windows;
        private long accepted;
        private long unchanged;
        private long rejected;
        private long position;
        private boolean replayed = true;

        Run(Caller caller, HttpServletRequest request, Kind kind, String key, boolean atomic, boolean all) {
            this.caller = caller;
            this.request = request;
            this.kind = kind;
            this.key = key;
            this.atomic = atomic;
            this.all = all;
            this.fingerprint = IdempotencyKey.fingerprint(request);
        }

        void answer(BulkSource source, HttpServletResponse response) throws IOException {
            fingerprint.update((source.form() + "\n").getBytes(StandardCharsets.UTF_8));
            int size = atomic ? ATOMIC_LIMIT : WINDOW;
            List<Pending> window = new ArrayList<>();
            for (BulkSource.Raw raw = next(source); raw != null; raw = next(source)) {
                if (window.size() == size) {
                    if (atomic) {
                        throw BadRequest.of(
                                "bulk.too-many-items",
                                "An atomic request may have at most " + ATOMIC_LIMIT + " items.");
                    }
                    process(window, false);
                    window = new ArrayList<>();
                }
                window.add(understand(raw));
            }
            process(window, true);
            write(response);
        }

        /** What is not well-formed ends the request; what went before it stays, and is unchanged when it is sent again. */
        private BulkSource.@Nullable Raw next(BulkSource source) {
            try {
                return source.next();
            } catch (BadRequest e) {
                if (windows == 0) {
                    throw e;
                }
                throw BadRequest.of(
                        e.code(),
                        e.detail() + " The " + (long) windows * WINDOW
                                + " items before were carried out; sent again under a new key they are unchanged.");
            }
        }

        private Pending understand(BulkSource.Raw raw) {
            fingerprint.update(raw.text().getBytes(StandardCharsets.UTF_8));
            fingerprint.update((byte) '\n');
            long at = index++;
            Fields fields = raw.fields();
            if (fields == null) {
                return new Pending(at, null, null, raw.refusal());
            }
            String id = fields.label(kind.idField());
            try {
                return new Pending(at, id, kind.reading().apply(fields), null);
            } catch (BadRequest e) {
                return new Pending(at, id, null, e);
            }
        }

        /** @param last told by its fingerprint, so that a shorter or a longer request is another one */
        private void process(List<Pending> window, boolean last) {
            fingerprint.update((byte) (last ? 1 : 0));
            byte[] soFar = soFar();
            String windowKey = windowKey(windows);
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
            windows++;
        }

        private void execute(List<Pending> window, RequestKey windowKey) {
            boolean refused = atomic && window.stream().anyMatch(p -> p.refusal() != null);
            List<Item> items = new ArrayList<>();
            for (Pending pending : window) {
                BulkItem item = pending.item();
                if (item != null && !refused) {
                    items.add(new Item(item.stream(), item.drafting()));
                }
            }
            String[] body = new String[1];
            GroupReply reply = ledger.executeGroup(
                    caller.context(key, Writes.correlation(request)), items, atomic, windowKey, (results, receipt) -> {
                        body[0] = Json.write(BulkWindow.of(results(window, results, refused), all));
                        return new StoredAnswer(HttpStatus.OK.value(), null, body[0]);
                    });
            switch (reply) {
                case GroupReply.Fresh fresh -> {
                    replayed = false;
                    count(Json.MAPPER.readTree(body[0]), fresh.receipt().position());
                }
                case GroupReply.Repeated repeated ->
                    take(
                            repeated.fingerprint(),
                            windowKey.fingerprint(),
                            repeated.answer().body(),
                            repeated.position());
            }
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

        private List<BulkResult> results(List<Pending> window, List<Result> results, boolean refused) {
            boolean refuseAll = atomic
                    && (refused
                            || results.stream()
                                    .anyMatch(r ->
                                            r.refusal() != null && !r.refusal().isAlreadyAsAsked()));
            List<BulkResult> told = new ArrayList<>();
            int next = 0;
            for (Pending pending : window) {
                Result result = pending.item() == null || refused ? null : results.get(next++);
                told.add(result(pending, result, refuseAll));
            }
            return told;
        }

        private static BulkResult result(Pending pending, @Nullable Result result, boolean refuseAll) {
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
            return new BulkResult(pending.index(), pending.id(), outcome, null, null);
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
            response.setHeader(Writes.POSITION, Long.toString(position));
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
