package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.Migrations;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.pseudonym.Pseudonym;
import org.commissionledger.testing.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** V048 gives customers who were there before it the words that the fold would have given them. */
class WordsOfOldRowsTest {

    @Test
    void areThoseThatTheFoldGives() {
        TestDatabase database = TestDatabase.empty();
        Flyway.configure()
                .dataSource(database.owner())
                .schemas("ledger")
                .locations("classpath:org/commissionledger")
                .placeholders(Map.of("service_role", database.serviceUser()))
                .target("46")
                .load()
                .migrate();
        database.asOwner("""
                insert into ledger_customers.customer (organisation, customer_id, number)
                select organisation, 'c-' || n || repeat(':x', n % 30), n
                  from unnest(array['demo', 'a', 'An.organisation_of-64:characters']) as organisation, generate_series(0, 999) as n""");
        Migrations.run(database.owner(), database.serviceUser());
        int rows = JdbcClient.create(database.service())
                .sql("select organisation, customer_id, words from ledger_customers.customer")
                .query((row, n) -> {
                    assertThat(row.getInt(3))
                            .isEqualTo(Pseudonym.place(
                                    new OrganisationId(row.getString(1)), new CustomerId(row.getString(2))));
                    return n;
                })
                .list()
                .size();
        assertThat(rows).isEqualTo(3_000);
        database.asOwner("insert into ledger_customers.customer (organisation, customer_id, number, words)"
                + " values ('demo', 'later', 1000, 1)");
    }
}
