package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read, made from the history alone. Its tables live in a schema of their own, named by {@link #schema()}, which a
 * rebuild makes anew beside the live one.
 */
public interface Projection {

    /** The processor of what an order and its commission are read from. */
    String LEDGER = "ledger";

    /** Names the projection everywhere: in the API, its metrics and among the parked events. */
    String name();

    /**
     * The streaming processor that takes the projection along. Projections of one processor are folded from one reading of the history,
     * in one transaction, and stand at one position; those of another are not held up by them.
     */
    default String processor() {
        return LEDGER;
    }

    /**
     * Parts that the processor is made of when the store is first started; of projections that share one, the first says it.
     *
     * @param configured what settings say
     */
    default int segments(int configured) {
        return configured;
    }

    default String schema() {
        return "ledger_" + name();
    }

    /** Whether events of this class concern the projection. */
    boolean handles(Class<? extends LedgerEvent> type);

    /**
     * The streams whose parked events are not worth trying again once an event of this class stands in {@code stream}, such as those
     * of a person who was forgotten. They are dropped, and the event does not wait behind them.
     */
    default List<StreamId> settles(Class<? extends LedgerEvent> type, StreamId stream) {
        return List.of();
    }

    /** What a table says, as a query whose rows depend neither on where batches ended nor on how many segments there were. */
    default String content(String schema, String table) {
        return "select * from " + schema + "." + table;
    }

    /** Which rows of {@link #content} are of one organisation, whose id is the one parameter. */
    default String ofOrganisation(String schema, String table) {
        return "organisation = ?";
    }

    /** What a table says whose rows do not show it, in place of {@link #content}; nothing for all others. */
    default Optional<Content> contentOf(String table) {
        return Optional.empty();
    }

    /** Reads what a table says. */
    @FunctionalInterface
    interface Content {
        /**
         * @param organisation whose part is wanted; null for all
         * @param line is given each thing that the table says once, in any order
         */
        void read(Connection connection, String schema, @Nullable OrganisationId organisation, Consumer<String> line)
                throws SQLException;
    }

    /** The same to be derived beside the live one, compared and thrown away: without what should not be written a second time for that. */
    default Projection toCompare() {
        return this;
    }

    /** What is made of the tables in the background; nothing for most. */
    default Optional<Upkeep> upkeep() {
        return Optional.empty();
    }

    /** The indexes by which folds look rows up, beside those that keep rows unique: a rebuild makes all others at its end. */
    default Set<String> indexesOfFolds() {
        return Set.of();
    }

    /**
     * The unique indexes of facts: nearly no batch looks rows up by them, and no event can write a row twice. A rebuild makes them at its end
     * too, or when a batch {@link Fold#looksUpBy} one.
     */
    default Set<String> indexesOfFacts() {
        return Set.of();
    }

    /** Gathers one batch. */
    Fold newFold();
}
