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
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.cli.Vireo;
import net.vireo.lab.LabCommand;
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
    void shouldSayOfEachPageThatIsDoneHowItIsSeen() {
        assertThat(deck.pages())
                .filteredOn(page -> page.status().equals("done"))
                .hasSizeGreaterThanOrEqualTo(60)
                .allSatisfy(page -> {
                    assertThat(page.scenario())
                            .as("scenario of page %d", page.number())
                            .isNotBlank();
                    assertThat(page.look()).as("look of page %d", page.number()).isNotBlank();
                    assertThat(page.screen())
                            .as("screen of page %d", page.number())
                            .isNotBlank();
                });
    }

    @Test
    void shouldRunOnlyCommandLinesThatThisProgramTakes() {
        for (final Page page : deck.pages()) {
            if (!page.scenario().isEmpty()) {
                assertThat(complaint(page.scenario()))
                        .as("scenario of page %d", page.number())
                        .isEmpty();
            }
            if (!page.screen().isEmpty() && !page.isInConsole()) {
                assertThat(complaint(page.screen()))
                        .as("screen of page %d", page.number())
                        .isEmpty();
            }
        }
        assertThat(complaint("lab --no-such-option")).contains("--no-such-option");
        assertThat(complaint("trasure")).isNotEmpty();
    }

    /** What is wrong with a command line, as who types it is told; empty when it is taken. */
    private static String complaint(final String line) {
        final String[] words = line.split(" ", -1);
        try {
            Vireo.commandLine(words, Map.of("lab", LabCommand::new, "deck", () -> new DeckCommand(each -> 0)))
                    .parseArgs(words);
            return "";
        } catch (final CommandLine.ParameterException wrong) {
            return wrong.getMessage();
        }
    }

    /** By the page's own rules: what it does not know it would show as if nothing had been said. */
    @Test
    void shouldNameOnlyStatesOfTheConsoleThatThePageKnows() throws IOException {
        final ConsoleStates states = ConsoleStates.read(ROOT.resolve("web/src/main/resources/net/vireo/web/page/js"));
        assertThat(deck.pages())
                .filteredOn(Page::isInConsole)
                .hasSizeGreaterThan(20)
                .allSatisfy(page -> assertThat(states.complaint(page.screen()))
                        .as("screen of page %d", page.number())
                        .isEmpty());
        assertThat(states.complaint("#screen=matrx")).contains("screen", "matrix");
        assertThat(states.complaint("#dir=p2v&colour=red")).contains("colour");
        assertThat(states.complaint("matrix")).isNotEmpty();
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
        assertThat(out.toString())
                .contains(
                        "Page 97: ",
                        "Status: done, shown by LabEncapsSystemTest\n",
                        "Look at: ",
                        "Screen: #screen=walk&");
    }

    @Test
    void shouldOnlySayWhatItWouldRunInADryRunAndWhenThereIsNothing() {
        assertThat(run("show", "3", "--dry-run")).isZero();
        assertThat(run("show", "51")).isZero();
        assertThat(run("show", "147")).isEqualTo(1);
        assertThat(ran).isEmpty();
        assertThat(out.toString()).contains("$ vireo lab --keep\n", "nothing to run", "the deck has no page 147");
    }

    @Test
    void shouldTellOfOnePageWithoutRunningIt() {
        assertThat(run("89")).isZero();
        assertThat(out.toString()).contains("Page 89: ", "Screen: vireo plan cpus ", "$ vireo plan cpus ");
        out.getBuffer().setLength(0);
        assertThat(run("89", "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"page\" : 89", "\"screen\" : \"vireo plan cpus ");
        out.getBuffer().setLength(0);
        assertThat(run("76")).isZero();
        assertThat(out.toString())
                .contains("$ vireo lab scene p76 --keep   while another terminal has: vireo lab --quick --keep");
        assertThat(run("147")).isEqualTo(1);
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldGivePagesAsData() {
        assertThat(run("-o", "json", "--status", "document only")).isZero();
        assertThat(out.toString()).contains("\"page\" : 51", "\"scenario\" : null");
    }
}
