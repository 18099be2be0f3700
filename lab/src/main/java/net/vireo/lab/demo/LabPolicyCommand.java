// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import net.vireo.lab.host.Claim;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import net.vireo.lab.shelf.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vireo lab policy}: a rule is added to a running lab and taken away again, and each claim is checked. */
@Command(
        name = "policy",
        header = "A rule is added to a running lab: see a denied connection pass, and end when the rule goes.",
        description = "Uses the lab with agents that runs ('vireo lab --keep'), or starts one and ends it. A guest is"
                + " refused a port of another by its security group; a line in the agent's file opens the port; the"
                + " line is removed, and the open connection stops. The flow table shows each of the three. Exit"
                + " code 0 when all of it came true.",
        footer = {
            "",
            "Examples:",
            "  vireo lab policy                 Enter between the steps",
            "  vireo lab policy --no-wait -o json"
        },
        mixinStandardHelpOptions = true)
public final class LabPolicyCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;

    @Mixin
    private TourOptions options = new TourOptions();

    /** Made by picocli. */
    public LabPolicyCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final Pacing pacing = options.pacing();
        final boolean json = options.json();
        try {
            return play(pacing, json, json ? System.err : System.out);
        } catch (final LabException e) {
            System.err.println("vireo lab policy: " + e.getMessage());
            return 1;
        }
    }

    private static int play(final Pacing pacing, final boolean json, final PrintStream out)
            throws InterruptedException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        final Launcher launcher = Launcher.current();
        if (Claim.held(files)) {
            if (!Files.isDirectory(files.agentConfig(PolicyStory.NODE)) || !Files.exists(files.kept())) {
                throw new LabException("the lab in " + files.root() + " has no agents, or is not ready; end it with"
                        + " 'vireo lab stop' and start 'vireo lab --keep --no-checks'");
            }
            return play(files, launcher, Console.of(files), pacing, json, out, () -> Claim.held(files));
        }
        final String missing = Tool.missing(System.getenv().getOrDefault("PATH", ""), true);
        if (!missing.isEmpty()) {
            throw new LabException(missing);
        }
        out.println("A lab is started: two nodes with agents, nine guests, three networks.");
        out.flush();
        final DemoLab lab = DemoLab.start(files, launcher, List.of("lab", "--no-checks", "--keep"));
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "policy-end"));
        try {
            return play(files, launcher, lab.awaitConsole(), pacing, json, out, lab::isAlive);
        } finally {
            lab.close();
        }
    }

    private static int play(
            final LabFiles files,
            final Launcher launcher,
            final Console console,
            final Pacing pacing,
            final boolean json,
            final PrintStream out,
            final BooleanSupplier alive)
            throws InterruptedException {
        final long startNs = System.nanoTime();
        final Demo demo = new Demo(files, launcher, console, out, alive);
        final PolicyStory story = new PolicyStory(files);
        try {
            demo.play(story.steps(), pacing);
        } finally {
            story.close();
        }
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        out.println(demo.summary(seconds));
        if (json) {
            System.out.println(demo.json("LabPolicy", seconds));
        }
        System.out.flush();
        out.flush();
        return demo.passed() ? 0 : 1;
    }
}
