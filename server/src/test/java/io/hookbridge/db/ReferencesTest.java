package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

@Tag("database")
class ReferencesTest {

    @Test
    void whatever_refers_to_a_row_is_found_through_an_index_when_the_row_is_deleted() {
        try (TestDatabase database = TestDatabase.create()) {
            List<String> withoutIndex =
                    Jdbi.create(database.dataSource())
                            .withHandle(handle ->
                                    handle.createQuery(
                                                    """
                                                    SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid)
                                                      FROM pg_constraint c
                                                     WHERE contype = 'f'
                                                       AND NOT EXISTS (
                                                           SELECT FROM pg_index i
                                                            WHERE i.indrelid = c.conrelid
                                                              AND i.indpred IS NULL
                                                              AND i.indkey[0] = ANY (c.conkey))
                                                     ORDER BY 1
                                                    """)
                                            .mapTo(String.class)
                                            .list());

            assertThat(withoutIndex)
                    .as("one without a predicate that begins with a column that refers")
                    .isEmpty();
        }
    }
}
