package org.commissionledger.projection.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.commissionledger.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class NewRowsTest {

    private static final Instant AT = Instant.parse("1999-12-31T23:59:59.999999Z");

    private final DataSource database = TestDatabase.empty().owner();
    private final JdbcClient sql = JdbcClient.create(database);

    private record Row(
            String text,
            long number,
            @Nullable Long perhaps,
            int small,
            boolean yes,
            @Nullable Instant at,
            @Nullable List<Instant> times) {}

    @BeforeEach
    void table() {
        sql.sql("""
                create table thing (text text, number bigint primary key, perhaps bigint, small smallint, size integer, yes boolean,
                                  at timestamptz, numbers bigint[], times timestamptz[])""").update();
    }

    private void write(List<Row> rows) throws SQLException {
        try (Connection connection = database.getConnection()) {
            NewRows.of(rows)
                    .text("text", Row::text)
                    .bigint("number", Row::number)
                    .optionalBigint("perhaps", Row::perhaps)
                    .smallint("small", Row::small)
                    .integer("size", row -> row.text().length())
                    .bool("yes", Row::yes)
                    .time("at", Row::at)
                    .bigints("numbers", row -> new long[] {row.number(), -1})
                    .times("times", Row::times)
                    .into(connection, "thing");
        }
    }

    private List<String> stored() {
        return sql.sql("""
                        select (left(text, 3), number, perhaps, small, size, yes, at at time zone 'UTC', numbers,
                                times::text = array['1999-12-31T23:59:59.999999Z'::timestamptz, 'epoch']::text)::text
                          from thing order by number""").query(String.class).list();
    }

    @Test
    void areStoredAsTheirColumnsWantThem() throws SQLException {
        write(List.of(
                new Row("é\n\\", Long.MIN_VALUE, null, -32_768, true, null, null),
                new Row("€,\"", Long.MAX_VALUE, -7L, 32_767, false, AT, List.of(AT, Instant.EPOCH))));
        assertThat(stored())
                .containsExactly(
                        "(\"é\n\\\\\",-9223372036854775808,,-32768,3,t,,\"{-9223372036854775808,-1}\",)",
                        "(\"€,\"\"\",9223372036854775807,-7,32767,3,f,\"1999-12-31 23:59:59.999999\","
                                + "\"{9223372036854775807,-1}\",t)");
    }

    @Test
    void areAsLongAndAsManyAsTheyLike() throws SQLException {
        write(IntStream.range(0, 500)
                .mapToObj(i -> new Row("x".repeat(i * 1_000), i, null, 0, true, AT, List.of()))
                .toList());
        assertThat(sql.sql("select count(*) from thing where length(text) = number * 1000 and size = length(text)"
                                + " and numbers = array[number, -1] and times = '{}'")
                        .query(Long.class)
                        .single())
                .isEqualTo(500);
    }

    @Test
    void areAllWrittenOrNone() throws SQLException {
        Row row = new Row("a", 1, null, 0, true, AT, null);
        assertThatThrownBy(() -> write(List.of(row, row)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("thing_pkey");
        assertThatThrownBy(() -> write(List.of(row, new Row("\0", 2, null, 0, true, AT, null))))
                .isInstanceOf(SQLException.class);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select 1")).isTrue();
        }
        write(List.of());
        assertThat(stored()).isEmpty();
    }
}
