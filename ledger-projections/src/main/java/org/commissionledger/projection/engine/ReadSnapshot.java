package org.commissionledger.projection.engine;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One snapshot of the database, for reading: what is read, and the position that it is of, belong together. */
public final class ReadSnapshot {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    public ReadSnapshot(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.transaction.setReadOnly(true);
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** All that {@code reading} reads is of one moment. */
    public <T> T read(Supplier<T> reading) {
        return transaction.execute(status -> reading.get());
    }

    /** What a processor's tables are made of: all events up to and with this one; of several segments the slowest counts. */
    public long position(String processor) {
        return sql.sql("select coalesce(min(position), 0) from ledger.processor_token where processor = ?")
                .param(processor)
                .query(Long.class)
                .single();
    }
}
