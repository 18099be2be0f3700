// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The last step of {@code ./vireo test}: each page of the deck that is called done has a test that ran in this run and
 * passed. {@code -Dvireo.test.since} is the run's start, milliseconds since 1970.
 */
@Tag("proof")
class DeckProofTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldHaveSeenTheTestOfEachPageThatIsDonePass() throws IOException {
        final TestReports reports = new TestReports(ROOT, FileTime.fromMillis(Long.getLong("vireo.test.since", 0)));
        assertThat(Deck.ofThisProgram().pages())
                .filteredOn(page -> page.status().equals("done"))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(reports.complaint(page.test()))
                        .as("%s, test of page %d, which is done", page.test(), page.number())
                        .isEmpty());
    }
}
