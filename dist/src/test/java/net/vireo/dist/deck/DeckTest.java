// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.cli.Vireo;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The index of the deck is true: what it calls done has a test, and what it can run is a command. */
class DeckTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int PAGES = 146;

    private final Deck deck = Deck.ofThisProgram();
    private final List<String> ran = new ArrayList<>();
    private final StringWriter out = new StringWriter();

    private int run(final String... arguments) {
        final CommandLine command = Vireo.configure(new CommandLine(new DeckCommand(line -> {
            ran.add(String.join(" ", line));
            return 3;
        })));
        return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(out)).execute(arguments);
    }

    @Test
    void shouldHaveEveryPageOnceAndInOrder() {
        assertThat(deck.pages())
                .extracting(Page::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, PAGES).boxed().toList());
        assertThat(deck.pages()).allSatisfy(page -> {
            assertThat(page.title()).isNotBlank();
            assertThat(page.kind()).isNotBlank();
            assertThat(page.status()).isIn(Deck.STATUSES);
        });
    }

    @Test
    void shouldNameATestInTheSourcesForEachPageThatIsDone() throws IOException {
        final List<String> tests;
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(file -> file.toString().contains("src/test/java"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
        for (final Page page : deck.pages()) {
            if (page.status().equals("done")) {
                assertThat(page.test())
                        .as("test of page %d, which is done", page.number())
                        .isNotEmpty();
            }
            if (!page.test().isEmpty()) {
                assertThat(tests).as("test of page %d", page.number()).contains(page.test());
            }
        }
    }

    @Test
    void shouldRunOnlyCommandsThatExist() {
        final List<String> commands =
                Vireo.commandLine().getSubcommands().keySet().stream().toList();
        assertThat(deck.pages()).filteredOn(page -> !page.scenario().isEmpty()).allSatisfy(page -> {
            final String command = page.scenario().split(" ", -1)[0];
            assertThat(command.equals("lab") || commands.contains(command))
                    .as("page %d runs vireo %s", page.number(), page.scenario())
                    .isTrue();
            assertThat(page.look()).isNotEmpty();
        });
    }

    @Test
    void shouldListWhatIsAskedForAndCountIt() {
        assertThat(run("--status", "done")).isZero();
        assertThat(out.toString()).contains("   97  done ", " 0 partial").doesNotContain("not yet  ");
        out.getBuffer().setLength(0);
        assertThat(run("--kind", "virtio", "ring", "step")).isZero();
        assertThat(out.toString()).contains("4 pages: ");
        assertThat(run("--kind", "virtoi")).isEqualTo(2);
        assertThat(out.toString()).contains("did you mean 'virtio'?");
    }

    @Test
    void shouldRunThePagesScenarioAndGiveItsExitCode() {
        assertThat(run("show", "97")).isEqualTo(3);
        assertThat(ran).containsExactly("lab --encap vxlan --pcap /tmp/vireo-pcap");
        assertThat(out.toString()).contains("Page 97: ", "Status: done, shown by LabEncapsSystemTest\n", "Look at: ");
    }

    @Test
    void shouldOnlySayWhatItWouldRunInADryRunAndWhenThereIsNothing() {
        assertThat(run("show", "3", "--dry-run")).isZero();
        assertThat(run("show", "51")).isZero();
        assertThat(run("show", "147")).isEqualTo(1);
        assertThat(ran).isEmpty();
        assertThat(out.toString()).contains("$ vireo lab\n", "nothing to run", "the deck has no page 147");
    }

    @Test
    void shouldGivePagesAsData() {
        assertThat(run("-o", "json", "--status", "document only")).isZero();
        assertThat(out.toString()).contains("\"page\" : 51", "\"scenario\" : null");
    }
}
