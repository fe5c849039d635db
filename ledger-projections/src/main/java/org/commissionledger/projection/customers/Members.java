package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.pseudonym.Pseudonym;
import org.jspecify.annotations.Nullable;

/** The customers that a batch is about, with their numbers, and with those that they were merged into. */
final class Members {

    record Id(String organisation, String customer) {
        static Id of(OrganisationId organisation, CustomerId customer) {
            return new Id(organisation.value(), customer.value());
        }

        private int words() {
            return Pseudonym.place(new OrganisationId(organisation), new CustomerId(customer));
        }
    }

    /** One row of the customers' table. */
    static final class Member {
        final Id id;
        final int number;

        @Nullable
        String mergedInto;

        long events;

        @Nullable
        Instant firstSeen;

        @Nullable
        Instant lastSeen;

        private final @Nullable Instant firstSeenBefore;
        private boolean changed;

        private Member(Id id, ResultSet row) throws SQLException {
            this.id = id;
            number = row.getInt("number");
            mergedInto = row.getString("merged_into");
            firstSeen = time(row, "first_seen");
            lastSeen = time(row, "last_seen");
            firstSeenBefore = firstSeen;
        }

        void seen(Instant at) {
            changed = true;
            firstSeen = firstSeen == null || at.isBefore(firstSeen) ? at : firstSeen;
            lastSeen = lastSeen == null || at.isAfter(lastSeen) ? at : lastSeen;
        }

        void acted() {
            changed = true;
            events++;
        }

        /** What was counted for this one counts for {@code known}. */
        void mergeInto(Member known) {
            mergedInto = known.id.customer();
            known.events += events;
            if (firstSeen != null && lastSeen != null) {
                known.seen(firstSeen);
                known.seen(lastSeen);
            }
            events = 0;
            firstSeen = null;
            lastSeen = null;
            changed = true;
            known.changed = true;
        }

        private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        }
    }

    private final Map<Id, Member> members = new HashMap<>();

    private Members() {}

    /** Who was never heard of gets a row and the organisation's next number. */
    static Members of(Connection connection, String schema, Collection<Id> ids) throws SQLException {
        Members members = new Members();
        Columns<Id> wanted =
                Columns.of(ids).text(Id::organisation).text(Id::customer).bigint(Id::words);
        wanted.execute(connection, """
                with fresh as (
                    select b.organisation, b.customer_id, b.words,
                           row_number() over (partition by b.organisation order by ord) as n
                      from unnest(?::text[], ?::text[], ?::int8[]) with ordinality as b(organisation, customer_id, words, ord)
                      left join %1$s.customer c
                        on c.organisation = b.organisation and c.customer_id = b.customer_id
                     where c.customer_id is null
                ), counted as (
                    insert into %1$s.population as p (organisation, customers)
                    select organisation, count(*) from fresh group by organisation
                    on conflict (organisation) do update set customers = p.customers + excluded.customers
                    returning organisation, customers
                )
                insert into %1$s.customer (organisation, customer_id, words, number)
                select f.organisation, f.customer_id, f.words,
                       c.customers - count(*) over (partition by f.organisation) + f.n - 1
                  from fresh f join counted c on c.organisation = f.organisation""".formatted(schema));
        // Two look-ups by key: asked for in one join condition, the planner reads all customers of the organisation for
        // each.
        wanted.query(connection, """
                with own as (
                    select c.organisation, c.customer_id, c.number, c.merged_into, c.events, c.first_seen, c.last_seen
                      from :rows as b(organisation, customer_id, words)
                      join %1$s.customer c on c.organisation = b.organisation and c.customer_id = b.customer_id
                )
                select * from own
                union all
                select c.organisation, c.customer_id, c.number, c.merged_into, c.events, c.first_seen, c.last_seen
                  from own
                  join %1$s.customer c on c.organisation = own.organisation and c.customer_id = own.merged_into""".formatted(schema), members::read);
        return members;
    }

    private void read(ResultSet row) throws SQLException {
        Id id = new Id(row.getString("organisation"), row.getString("customer_id"));
        if (!members.containsKey(id)) {
            Member member = new Member(id, row);
            member.events = row.getLong("events");
            members.put(id, member);
        }
    }

    Member get(Id id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalStateException("not one of the batch: " + id);
        }
        return member;
    }

    /** Whom that counts for which is done under the id. */
    Member owner(Id id) {
        Member member = get(id);
        return member.mergedInto == null ? member : get(new Id(id.organisation(), member.mergedInto));
    }

    /** Writes what changed, and moves those whose first time changed from set to set. */
    void write(Connection connection, String schema, CellChanges cells) throws SQLException {
        List<Member> changed = members.values().stream().filter(m -> m.changed).toList();
        for (Member m : changed) {
            if (m.firstSeenBefore != null && !m.firstSeenBefore.equals(m.firstSeen)) {
                cells.remove(Cell.firstSeen(m.id.organisation(), m.firstSeenBefore), m.number);
            }
            if (m.firstSeen != null && !m.firstSeen.equals(m.firstSeenBefore)) {
                cells.add(Cell.firstSeen(m.id.organisation(), m.firstSeen), m.number);
            }
        }
        Columns.of(changed)
                .text(m -> m.id.organisation())
                .text(m -> m.id.customer())
                .text(m -> m.mergedInto)
                .bigint(m -> m.events)
                .optionalTime(m -> m.firstSeen)
                .optionalTime(m -> m.lastSeen)
                .execute(connection, """
                        update %1$s.customer c
                           set merged_into = b.merged_into, events = b.events, first_seen = %2$s,
                               last_seen = %3$s
                          from :rows as b(organisation, customer_id, merged_into, events, first_seen, last_seen)
                         where c.organisation = b.organisation and c.customer_id = b.customer_id""".formatted(schema, Columns.time("b.first_seen"), Columns.time("b.last_seen")));
    }
}
