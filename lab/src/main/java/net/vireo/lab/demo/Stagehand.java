// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.Commands.Done;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.shelf.Console;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a step works with: runs the real commands and shows them, and notes what was claimed. For one thread. */
final class Stagehand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long COMMAND_LIMIT_MS = 240_000;
    private static final long POLL_MS = 300;
    private static final int ATTEMPTS = 6;

    /** What tools say of a node that lets them wait. */
    private static final String BUSY = "has not answered for";

    private static final long CAPTION_LIMIT_S = 90;

    private final LabFiles files;
    private final Launcher launcher;
    private final Console console;
    private final PrintStream out;
    private final BooleanSupplier alive;
    private final List<String> commands = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();

    /**
     * For one step.
     *
     * @param out where commands and claims are shown
     * @param alive whether the lab is there: of one that has ended nothing is waited for
     */
    Stagehand(
            final LabFiles files,
            final Launcher launcher,
            final Console console,
            final PrintStream out,
            final BooleanSupplier alive) {
        this.files = files;
        this.launcher = launcher;
        this.console = console;
        this.out = out;
        this.alive = alive;
    }

    LabFiles files() {
        return files;
    }

    Console console() {
        return console;
    }

    List<String> commands() {
        return commands;
    }

    List<Claim> claims() {
        return claims;
    }

    /** Runs a command of Vireo and shows it, and those lines of its output that are wanted. */
    Done show(final Predicate<String> wanted, final String... words) throws InterruptedException {
        announce(words);
        final Done done = quietly(words);
        done.output()
                .lines()
                .filter(line -> !line.isBlank() && (wanted.test(line) || done.exitCode() < 0))
                .forEach(line -> out.println("      " + line));
        out.flush();
        return done;
    }

    /** The same with all of its output. */
    Done show(final String... words) throws InterruptedException {
        return show(line -> true, words);
    }

    /** Starts a command that goes on; what it prints is not shown. */
    Process start(final String... words) {
        announce(words);
        return Commands.start(launcher.with(List.of(words)), files.lab().resolve("demo.log"));
    }

    private void announce(final String... words) {
        final String command = "vireo " + String.join(" ", words);
        commands.add(command);
        out.println("    $ " + command);
        out.flush();
    }

    /** Runs a command that is not worth a look; again when a node was too busy to answer it. */
    Done quietly(final String... words) throws InterruptedException {
        Done done = Commands.run(launcher.with(List.of(words)), COMMAND_LIMIT_MS);
        for (int i = 1; i < ATTEMPTS && done.output().contains(BUSY); i++) {
            done = Commands.run(launcher.with(List.of(words)), COMMAND_LIMIT_MS);
        }
        return done;
    }

    /** The same for a claim that is looked at again and again; who is told to end has failed. */
    Done attempt(final String... words) {
        try {
            return quietly(words);
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
            return new Done(-1, "");
        }
    }

    /** What a command prints with {@code -o json}; an empty tree when that is no JSON. */
    JsonNode json(final String... words) throws InterruptedException {
        final List<String> line = new ArrayList<>(List.of(words));
        line.add("-o");
        line.add("json");
        try {
            return JSON.readTree(
                    Commands.runQuietly(launcher.with(line), COMMAND_LIMIT_MS).output());
        } catch (final JacksonException e) {
            return JSON.createObjectNode();
        }
    }

    /** Notes what is claimed. */
    void claim(final String text, final boolean holds, final String detail) {
        claims.add(new Claim(text, holds, detail));
        out.println("    " + (holds ? "ok    " : "FAIL  ") + text + (detail.isEmpty() ? "" : ": " + detail));
        out.flush();
    }

    /** Looks again and again until it holds, and notes how it was in the end. */
    void claimWithin(final long limitS, final String text, final BooleanSupplier holds, final Supplier<String> detail)
            throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitS);
        boolean held = holds.getAsBoolean();
        while (!held && alive.getAsBoolean() && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
            held = holds.getAsBoolean();
        }
        claim(text, held, detail.get());
    }

    /** Waits until the console gives a node the caption of a page. */
    void claimCaption(final String node, final int page) throws InterruptedException {
        final JsonNode[] last = {JSON.createObjectNode()};
        claimWithin(
                CAPTION_LIMIT_S,
                "the console's caption names page " + page + " of the deck",
                () -> {
                    last[0] = console.caption(node);
                    return last[0].path("page").asInt() == page;
                },
                () -> last[0].path("text").asString("no caption"));
    }
}
