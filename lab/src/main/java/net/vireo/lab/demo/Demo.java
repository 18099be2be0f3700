// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.shelf.Console;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Plays the steps on a lab that stays, and says whether all came true. For one thread. */
final class Demo {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final double NS_PER_SECOND = 1e9;

    private final LabFiles files;
    private final Launcher launcher;
    private final Console console;
    private final PrintStream out;
    private final BooleanSupplier alive;
    private final List<StepReport> reports = new ArrayList<>();

    /**
     * On a lab that stays.
     *
     * @param out where it is told
     * @param alive whether the lab is still there
     */
    Demo(
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

    /**
     * Plays all steps, also after one that failed.
     *
     * @throws LabException when the lab ends under it
     */
    void play(final List<Step> steps, final Pacing pacing) throws InterruptedException {
        for (final Step step : steps) {
            if (!alive.getAsBoolean()) {
                throw new LabException("the lab has ended before step " + (reports.size() + 1));
            }
            reports.add(play(reports.size() + 1, step));
            pacing.pause(out);
        }
    }

    private StepReport play(final int number, final Step step) throws InterruptedException {
        final long startNs = System.nanoTime();
        out.println("\n" + number + ". " + step.title());
        out.println("    " + step.text());
        out.println("    see: " + console.page(step.page()));
        out.flush();
        final Stagehand stage = new Stagehand(files, launcher, console, out, alive);
        try {
            step.play().on(stage);
        } catch (final LabException e) {
            stage.claim("the step could be played", false, String.valueOf(e.getMessage()));
        }
        return new StepReport(
                number,
                step.title(),
                console.page(step.page()),
                stage.commands(),
                stage.claims(),
                (System.nanoTime() - startNs) / NS_PER_SECOND);
    }

    /** Whether every step passed. */
    boolean passed() {
        return reports.stream().allMatch(StepReport::passed);
    }

    /** The last lines. */
    String summary(final double seconds) {
        final long claims =
                reports.stream().mapToLong(step -> step.claims().size()).sum();
        final long failed = reports.stream()
                .flatMap(step -> step.claims().stream())
                .filter(claim -> !claim.holds())
                .count();
        return String.format(
                Locale.ROOT,
                "%n%s: %d steps, %d claims checked, %d failed; %.0f s",
                passed() ? "passed" : "FAILED",
                reports.size(),
                claims,
                failed,
                seconds);
    }

    /** All as a JSON document of a kind. */
    String json(final String kind, final double seconds) {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("kind", kind);
        root.put("apiVersion", "vireo.net/v1");
        root.put("passed", passed());
        root.put("seconds", Math.round(seconds));
        root.put("console", console.url());
        root.put("steps", reports.stream().map(StepReport::tree).toList());
        return JSON.writeValueAsString(root);
    }
}
