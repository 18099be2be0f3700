// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist.deck;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.text.Pad;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vireo deck}: which drawings there are, where each stands, and {@code show}, which runs one. */
@Command(
        name = "deck",
        description = "The drawings that say what Vireo has to show, and where each stands.",
        footer = {
            "",
            "Examples:",
            "  vireo deck                        every page",
            "  vireo deck --status done          only what is done; or: partial, 'not yet', 'document only'",
            "  vireo deck --kind mapping queue   pages about mapping with 'queue' in the title",
            "  vireo deck 97                     one page: its scenario, what to look at and where, its test",
            "  vireo deck show 97                run the page's scenario",
            "  vireo deck show 97 --dry-run      only say what would run"
        })
public final class DeckCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final int PAGE_WIDTH = 5;
    private static final int STATUS_WIDTH = 15;
    private static final int KIND_WIDTH = 14;

    @Spec
    private CommandSpec spec;

    @Option(names = "--status", paramLabel = "STATUS", defaultValue = "", description = "only pages with this status")
    private String status = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "only pages of this kind")
    private String kind = "";

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "only pages with these words in their title; one number: that page")
    private List<String> words = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "output format; default: ${DEFAULT-VALUE}")
    private String format = "";

    private final ToIntFunction<String[]> vireo;

    /** @param vireo runs a command line of this program and answers its exit code */
    public DeckCommand(final ToIntFunction<String[]> vireo) {
        this.vireo = vireo;
    }

    @Override
    public Integer call() {
        final Deck deck = Deck.ofThisProgram();
        check("--status", status, Deck.STATUSES);
        check("--kind", kind, deck.pages().stream().map(Page::kind).distinct().toList());
        check("--output", format, List.of("text", "json"));
        final PrintWriter out = spec.commandLine().getOut();
        if (words.size() == 1 && NUMBER.matcher(words.getFirst()).matches()) {
            final Page page = page(deck, Integer.parseInt(words.getFirst()));
            out.print(format.equals("json") ? JsonText.pretty(tree(List.of(page))) : PageText.of(page));
        } else {
            final List<Page> pages =
                    deck.pages().stream().filter(this::isWanted).toList();
            out.print(format.equals("json") ? JsonText.pretty(tree(pages)) : text(pages));
        }
        out.flush();
        return 0;
    }

    private void check(final String option, final String value, final List<String> known) {
        if (!value.isEmpty() && !known.contains(value)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is '" + value + "', "
                            + NearMiss.of(value, known)
                                    .map(near -> "did you mean '" + near + "'?")
                                    .orElse("expected one of: " + String.join(", ", known)));
        }
    }

    private boolean isWanted(final Page page) {
        final String title = page.title().toLowerCase(Locale.ROOT);
        return (status.isEmpty() || page.status().equals(status))
                && (kind.isEmpty() || page.kind().equals(kind))
                && words.stream().allMatch(word -> title.contains(word.toLowerCase(Locale.ROOT)));
    }

    private static Page page(final Deck deck, final int number) {
        return deck.page(number)
                .orElseThrow(() -> new CommandFailed("the deck has no page " + number, "'vireo deck' lists the pages"));
    }

    private static String text(final List<Page> pages) {
        final StringBuilder out = new StringBuilder(" page  status         kind          title\n");
        final Map<String, Integer> counts = new LinkedHashMap<>();
        Deck.STATUSES.forEach(each -> counts.put(each, 0));
        for (final Page page : pages) {
            out.append(Pad.left(page.number(), PAGE_WIDTH))
                    .append("  ")
                    .append(Pad.right(page.status(), STATUS_WIDTH))
                    .append(Pad.right(page.kind(), KIND_WIDTH))
                    .append(page.title())
                    .append('\n');
            counts.merge(page.status(), 1, Integer::sum);
        }
        final StringBuilder sum = new StringBuilder();
        counts.forEach((each, count) ->
                sum.append(sum.isEmpty() ? "" : ", ").append(count).append(' ').append(each));
        return out.append(pages.size())
                .append(" pages: ")
                .append(sum)
                .append('\n')
                .toString();
    }

    private static Map<String, Object> tree(final List<Page> pages) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("pages", pages.stream().map(DeckCommand::tree).toList());
        return document;
    }

    private static Map<String, Object> tree(final Page page) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("page", page.number());
        tree.put("title", page.title());
        tree.put("kind", page.kind());
        tree.put("status", page.status());
        tree.put("test", page.test().isEmpty() ? null : page.test());
        tree.put("scenario", page.scenario().isEmpty() ? null : "vireo " + page.scenario());
        tree.put("look", page.look().isEmpty() ? null : page.look());
        tree.put("screen", page.screen().isEmpty() ? null : page.screenText());
        return tree;
    }

    /** Runs the scenario of a page; the page's exit code is the scenario's. */
    @Command(
            name = "show",
            description = "Run a page's scenario and say what to look at.",
            footer = {"", "Examples:", "  vireo deck show 3", "  vireo deck show 97 --dry-run"})
    int show(
            @Parameters(paramLabel = "PAGE", description = "1 to 146") final int number,
            @Option(names = "--dry-run", description = "only say what would run") final boolean dryRun) {
        final Page page = page(Deck.ofThisProgram(), number);
        final PrintWriter out = spec.commandLine().getOut();
        out.print(PageText.of(page));
        out.flush();
        return dryRun || page.scenario().isEmpty()
                ? 0
                : vireo.applyAsInt(page.scenario().split(" ", -1));
    }
}
