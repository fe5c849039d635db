package org.commissionledger.projection.engine;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's transactions, in the forms that Axon and our own SQL want them. */
final class Transactions implements TransactionManager {

    private final PlatformTransactionManager manager;
    private final DataSource dataSource;
    private final JdbcClient sql;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
        this.manager = new JdbcTransactionManager(dataSource);
        this.sql = JdbcClient.create(dataSource);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Statements that join the transaction of the calling thread. */
    JdbcClient sql() {
        return sql;
    }

    <T> T inTransaction(Supplier<T> work) {
        return new TransactionTemplate(manager).execute(status -> work.get());
    }

    /** Everything that {@code work} reads is of one moment. */
    <T> T inSnapshot(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return template.execute(status -> work.get());
    }

    void run(Runnable work) {
        new TransactionTemplate(manager).executeWithoutResult(status -> work.run());
    }

    @Override
    public Transaction startTransaction() {
        TransactionStatus status =
                manager.getTransaction(new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRED));
        return new Transaction() {
            @Override
            public void commit() {
                if (!status.isCompleted() && status.isNewTransaction()) {
                    manager.commit(status);
                }
            }

            @Override
            public void rollback() {
                if (!status.isCompleted() && status.isNewTransaction()) {
                    manager.rollback(status);
                }
            }
        };
    }
}
