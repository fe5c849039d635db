package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Grouping;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.AnsweredRequests;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Single writes. A POST has a key, under which its first answer is stored in the transaction of its events and given again for ever
 * after; a PUT is idempotent by itself.
 */
@Component
public class Writes {

    public static final String POSITION = "Ledger-Position";
    public static final String REPLAYED = "Idempotency-Replayed";
    private static final int LARGEST_BODY = 1 << 20;
    private static final Result NOTHING = new Result(null, null, false);

    private final Ledger ledger;
    private final AnsweredRequests answeredRequests;
    private final OwnWrites own;

    Writes(Ledger ledger, DataSource dataSource, OwnWrites own) {
        this.ledger = ledger;
        this.own = own;
        this.answeredRequests = new AnsweredRequests(dataSource);
    }

    /** What a request came to, before it is told to the client. */
    public record Answer(int status, @Nullable String location, Object body) {
        public static Answer ok(Object body) {
            return new Answer(200, null, body);
        }

        public static Answer created(String location, Object body) {
            return new Answer(201, location, body);
        }

        StoredAnswer stored() {
            return new StoredAnswer(status, location, body instanceof String text ? text : Json.write(body));
        }
    }

    /** Reads the whole body of a single request. */
    public static byte[] body(HttpServletRequest request) {
        return body(request, LARGEST_BODY);
    }

    /** @param limit in bytes */
    public static byte[] body(HttpServletRequest request, int limit) {
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                throw Refused.tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a body; an empty body is an object without fields. */
    public static Fields fields(byte[] body) {
        return Fields.of(body.length == 0 ? Json.MAPPER.createObjectNode() : json(body));
    }

    private static JsonNode json(byte[] body) {
        return Json.read(body);
    }

    /**
     * A POST that gives one command.
     *
     * @param answer from the command's own answer and the receipt of its events
     */
    public ResponseEntity<String> post(
            Caller caller,
            HttpServletRequest request,
            byte[] body,
            Drafting drafting,
            BiFunction<Result, Receipt, Answer> answer) {
        return post(caller, request, body, (context, keyed) -> ledger.execute(context, drafting, keyed), answer);
    }

    /** Has a request decided and written. */
    @FunctionalInterface
    public interface Execution {
        Reply execute(CommandContext context, Keyed keyed);
    }

    /** The same for a command that has a way of its own into the ledger. */
    public ResponseEntity<String> post(
            Caller caller,
            HttpServletRequest request,
            byte[] body,
            Execution execution,
            BiFunction<Result, Receipt, Answer> answer) {
        new Query(request).done();
        String key = IdempotencyKey.require(request);
        MessageDigest digest = IdempotencyKey.fingerprint(request);
        byte[] fingerprint = digest.digest(body);
        Keyed keyed = new Keyed(
                new RequestKey(caller.clientId(), key, fingerprint),
                (result, receipt) -> answer(result, receipt, answer, request).stored());
        Reply reply = execution.execute(caller.context(key, correlation(request)), keyed);
        return switch (reply) {
            case Reply.Fresh fresh -> response(fresh.answer(), fresh.receipt().position(), false);
            case Reply.Repeated repeated -> {
                if (!MessageDigest.isEqual(repeated.fingerprint(), fingerprint)) {
                    throw Refused.keyReused();
                }
                yield response(repeated.answer(), repeated.position(), true);
            }
        };
    }

    /**
     * The first answer to a request that was answered before, for handlers whose work should not be done twice.
     *
     * @param fingerprint of the request with its body
     */
    public Optional<ResponseEntity<String>> answered(Caller caller, HttpServletRequest request, byte[] fingerprint) {
        RequestKey key = new RequestKey(caller.clientId(), IdempotencyKey.require(request), fingerprint);
        return answeredRequests.find(caller.organisation(), key).map(repeated -> {
            if (!MessageDigest.isEqual(repeated.fingerprint(), fingerprint)) {
                throw Refused.keyReused();
            }
            return response(repeated.answer(), repeated.position(), true);
        });
    }

    /**
     * A POST that gives several commands, all or none of which hold.
     *
     * @param fingerprint of the request, where its body must not be guessed from what is stored
     * @param answer to what the first command came to; the first refusal answers for all
     */
    public ResponseEntity<String> postGroup(
            Caller caller,
            HttpServletRequest request,
            byte[] fingerprint,
            List<Item> items,
            BiFunction<Result, Receipt, Answer> answer) {
        return postGroup(caller, request, fingerprint, again -> items, Writes::firstRefusal, answer);
    }

    private static Result firstRefusal(List<Result> results) {
        return results.stream()
                .filter(result -> result.refusal() != null)
                .findFirst()
                .orElse(results.getFirst());
    }

    /**
     * The same where the commands themselves are read from the history.
     *
     * @param decisive what all of it came to; it is a refusal when any of them was refused
     */
    public ResponseEntity<String> postGroup(
            Caller caller,
            HttpServletRequest request,
            byte[] fingerprint,
            Grouping grouping,
            Function<List<Result>, Result> decisive,
            BiFunction<Result, Receipt, Answer> answer) {
        String key = IdempotencyKey.require(request);
        StoredAnswer[] told = new StoredAnswer[1];
        GroupReply reply = ledger.executeGroup(
                caller.context(key, correlation(request)),
                grouping,
                true,
                new RequestKey(caller.clientId(), key, fingerprint),
                (results, receipt) -> {
                    told[0] = answer(decisive.apply(results), receipt, answer, request)
                            .stored();
                    return told[0];
                });
        return switch (reply) {
            case GroupReply.Fresh fresh -> response(told[0], fresh.receipt().position(), false);
            case GroupReply.Repeated repeated -> {
                if (!MessageDigest.isEqual(repeated.fingerprint(), fingerprint)) {
                    throw Refused.keyReused();
                }
                yield response(repeated.answer(), repeated.position(), true);
            }
        };
    }

    /**
     * A POST that appends no event, such as one that has something made anew. What it came to is kept under its key all the same: who lost
     * the answer gets that one, and not another.
     */
    public ResponseEntity<String> postWork(
            Caller caller, HttpServletRequest request, byte[] body, Supplier<Answer> work) {
        new Query(request).done();
        byte[] fingerprint = IdempotencyKey.fingerprint(request).digest(body);
        return answered(caller, request, fingerprint).orElseGet(() -> {
            Answer answer = work.get();
            return postGroup(
                    caller, request, fingerprint, again -> List.of(), none -> NOTHING, (none, receipt) -> answer);
        });
    }

    /** A PUT or DELETE that gives one command. */
    public ResponseEntity<String> put(
            Caller caller, HttpServletRequest request, Drafting drafting, BiFunction<Result, Receipt, Answer> answer) {
        new Query(request).done();
        Reply reply = ledger.execute(caller.context(null, correlation(request)), drafting, null);
        if (!(reply instanceof Reply.Fresh fresh)) {
            throw new IllegalStateException("a request without a key cannot be repeated");
        }
        StoredAnswer told =
                answer(fresh.result(), fresh.receipt(), answer, request).stored();
        return response(told, fresh.receipt().position(), false);
    }

    private static Answer answer(
            Result result, Receipt receipt, BiFunction<Result, Receipt, Answer> answer, HttpServletRequest request) {
        Rejection refusal = result.refusal();
        if (refusal == null) {
            return answer.apply(result, receipt);
        }
        Problem problem = Rejections.problem(refusal, request.getRequestURI());
        return new Answer(problem.status(), null, problem);
    }

    /** Joins what one request causes: the caller's own id when it sends a sound one. */
    public static @Nullable String correlation(HttpServletRequest request) {
        String id = request.getHeader("X-Correlation-Id");
        return id != null && Identifiers.isValid(id) ? id : null;
    }

    private ResponseEntity<String> response(@Nullable StoredAnswer answer, long position, boolean replayed) {
        if (answer == null) {
            throw new IllegalStateException("a keyed request always has an answer");
        }
        own.note(position);
        ResponseEntity.BodyBuilder builder = ResponseEntity.status(answer.status())
                .header(POSITION, Long.toString(position))
                .contentType(answer.status() >= 400 ? MediaType.APPLICATION_PROBLEM_JSON : MediaType.APPLICATION_JSON);
        if (answer.location() != null) {
            builder.header(HttpHeaders.LOCATION, answer.location());
        }
        if (replayed) {
            builder.header(REPLAYED, "true");
        }
        return answer.status() == 204 ? builder.build() : builder.body(answer.body());
    }
}
