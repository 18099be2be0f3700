// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import net.vireo.lab.shelf.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo lab demo}: a lab is led through seven states in about ninety seconds, and each claim is checked. */
@Command(
        name = "demo",
        header = "Ninety seconds: what there is to see, step by step, in the terminal and on the page.",
        description =
                "Starts a lab and leads through it: each step shows the real commands, says which state of the page"
                        + " to look at, and checks what it claims. Exit code 0 when all of it came true.",
        footer = {
            "",
            "Examples:",
            "  vireo lab demo                 Enter between the steps",
            "  vireo lab demo --pace 8        eight seconds between them",
            "  vireo lab demo --no-wait -o json"
        },
        mixinStandardHelpOptions = true)
public final class LabDemoCommand implements Callable<Integer> {
    private static final double NS_PER_SECOND = 1e9;
    private static final List<String> LAB = List.of("lab", "flows", "--no-checks", "--keep");

    @Mixin
    private TourOptions options = new TourOptions();

    @Option(names = "--keep", description = "the lab stays after the last step until Ctrl-C or 'vireo lab stop'")
    private boolean keep;

    /** Made by picocli. */
    public LabDemoCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final Pacing pacing = options.pacing();
        final boolean json = options.json();
        try {
            return play(pacing, json);
        } catch (final LabException e) {
            System.err.println("vireo lab demo: " + e.getMessage());
            return 1;
        }
    }

    private int play(final Pacing pacing, final boolean json) throws InterruptedException {
        final String missing = Tool.missing(System.getenv().getOrDefault("PATH", ""), false);
        if (!missing.isEmpty()) {
            throw new LabException(missing);
        }
        final long startNs = System.nanoTime();
        final PrintStream out = json ? System.err : System.out;
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        final Launcher launcher = Launcher.current();
        out.println("A lab is started: two nodes, nine guests, three networks.");
        out.flush();
        final DemoLab lab = DemoLab.start(files, launcher, LAB);
        final Thread ending = new Thread(lab::close, "demo-end");
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            final Console console = lab.awaitConsole();
            final Demo demo = new Demo(files, launcher, console, out, lab::isAlive);
            demo.play(Script.STEPS, pacing);
            final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
            out.println(demo.summary(seconds));
            if (json) {
                System.out.println(demo.json("LabDemo", seconds));
            }
            System.out.flush();
            out.flush();
            if (keep) {
                out.println(
                        "the lab stays: " + console.url() + "; Ctrl-C here, or 'vireo lab stop' elsewhere, ends it");
                out.flush();
                lab.awaitEnd();
            }
            return demo.passed() ? 0 : 1;
        } finally {
            lab.close();
        }
    }
}
