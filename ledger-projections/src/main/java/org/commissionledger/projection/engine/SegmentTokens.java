package org.commissionledger.projection.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.UnableToInitializeTokenException;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.eventstore.PositionToken;
import org.jspecify.annotations.Nullable;

/**
 * Axon's token store as one row of plain numbers a segment. A token moves in the transaction of the rows that it vouches for, and only
 * while this node owns the segment: whoever lost its claim in between rolls back, so that no event is projected twice.
 */
final class SegmentTokens implements TokenStore {

    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);
    private static final String MORE = "more than a token is written";

    private final Transactions transactions;
    private final String node;

    SegmentTokens(Transactions transactions, String node) {
        this.transactions = transactions;
        this.node = node;
    }

    @Override
    public void initializeTokenSegments(String processor, int segments) {
        initializeTokenSegments(processor, segments, PositionToken.START);
    }

    @Override
    public void initializeTokenSegments(String processor, int segments, @Nullable TrackingToken initial) {
        transactions.run(() -> {
            lockProcessor(processor);
            if (fetchSegments(processor).length > 0) {
                throw new UnableToClaimTokenException("another node has just made the segments of " + processor);
            }
            for (int segment = 0; segment < segments; segment++) {
                insert(initial, processor, segment);
            }
        });
    }

    /** Two nodes that start together on an empty store must not both make the segments. */
    private void lockProcessor(String processor) {
        transactions
                .sql()
                .sql("select pg_advisory_xact_lock(hashtext(?))")
                .param(processor)
                .query((row, n) -> n)
                .list();
    }

    private void insert(@Nullable TrackingToken token, String processor, int segment) {
        transactions
                .sql()
                .sql(
                        "insert into ledger.processor_token (processor, segment, position, claimed_at) values (?, ?, ?, now())")
                .params(processor, segment, position(token))
                .update();
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }

    /** To be said before the token is stored of whatever may write rows in the same unit of work. */
    static void moreThanATokenIsWritten(UnitOfWork<?> unitOfWork) {
        unitOfWork.root().resources().put(MORE, true);
    }

    private static boolean isOnlyAToken() {
        return CurrentUnitOfWork.isStarted()
                && !CurrentUnitOfWork.get().root().resources().containsKey(MORE);
    }

    /**
     * Together with rows durably, although they could be made again: a processor goes on from what it remembers, not from what a crash
     * left of it. A token alone need not wait for the disk: behind one that is lost is nothing that would be missed, and what is
     * written later is not durable before it.
     */
    @Override
    public void storeToken(@Nullable TrackingToken token, String processor, int segment) {
        if (isOnlyAToken()) {
            transactions.sql().sql("set local synchronous_commit = off").update();
        }
        int stored = transactions
                .sql()
                .sql("update ledger.processor_token set position = ?, claimed_at = now()"
                        + " where processor = ? and segment = ? and owner = ?")
                .params(position(token), processor, segment, node)
                .update();
        requireClaimed(stored, processor, segment);
    }

    @Override
    public TrackingToken fetchToken(String processor, int segment) {
        Optional<Long> claimed = transactions
                .sql()
                .sql("""
                        update ledger.processor_token set owner = ?, claimed_at = now()
                         where processor = ? and segment = ?
                           and (owner is null or owner = ? or claimed_at < now() - ? * interval '1 second')
                        returning position""")
                .params(node, processor, segment, node, CLAIM_TIMEOUT.toSeconds())
                .query(Long.class)
                .optional();
        return new PositionToken(claimed.orElseThrow(
                () -> new UnableToClaimTokenException(processor + "/" + segment + " belongs to another node")));
    }

    @Override
    public void extendClaim(String processor, int segment) {
        int extended = transactions
                .sql()
                .sql("update ledger.processor_token set claimed_at = now()"
                        + " where processor = ? and segment = ? and owner = ?")
                .params(processor, segment, node)
                .update();
        requireClaimed(extended, processor, segment);
    }

    private static void requireClaimed(int rows, String processor, int segment) {
        if (rows != 1) {
            throw new UnableToClaimTokenException("this node lost its claim on " + processor + "/" + segment);
        }
    }

    @Override
    public void releaseClaim(String processor, int segment) {
        transactions
                .sql()
                .sql("update ledger.processor_token set owner = null where processor = ? and segment = ? and owner = ?")
                .params(processor, segment, node)
                .update();
    }

    @Override
    public void initializeSegment(@Nullable TrackingToken token, String processor, int segment)
            throws UnableToInitializeTokenException {
        insert(token, processor, segment);
    }

    @Override
    public void deleteToken(String processor, int segment) {
        int deleted = transactions
                .sql()
                .sql("delete from ledger.processor_token where processor = ? and segment = ? and owner = ?")
                .params(processor, segment, node)
                .update();
        requireClaimed(deleted, processor, segment);
    }

    @Override
    public boolean requiresExplicitSegmentInitialization() {
        return true;
    }

    @Override
    public int[] fetchSegments(String processor) {
        return transactions
                .sql()
                .sql("select segment from ledger.processor_token where processor = ? order by segment")
                .param(processor)
                .query(Integer.class)
                .list()
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processor) {
        int[] all = fetchSegments(processor);
        return transactions
                .sql()
                .sql("""
                        select segment from ledger.processor_token
                         where processor = ?
                           and (owner is null or owner = ? or claimed_at < now() - ? * interval '1 second')""")
                .params(processor, node, CLAIM_TIMEOUT.toSeconds())
                .query(Integer.class)
                .list()
                .stream()
                .map(segment -> Segment.computeSegment(segment, all))
                .toList();
    }
}
