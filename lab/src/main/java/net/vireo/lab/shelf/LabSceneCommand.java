// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.Commands;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.RunRoot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vireo lab scene pN}: a page of the deck as a state of a lab that stays in another terminal. */
@Command(
        name = "scene",
        header = "Show a mapping page of the deck as traffic on a data plane of its own.",
        description =
                "Plays the page in the lab that stays in another terminal, waits until the console's caption names it,"
                        + " prints the caption and who polls and processes what, and lifts it again.",
        footer = {
            "",
            "Examples (in another terminal: vireo lab --keep):",
            "  vireo lab scene                  the pages that there are",
            "  vireo lab scene p76              GRE to a guest with four queues",
            "  vireo lab scene p76 --keep       it stays; look at it with: vireo traffic --node scene",
            "  vireo lab scene p76 --lift       ends it"
        },
        mixinStandardHelpOptions = true)
public final class LabSceneCommand implements Callable<Integer> {
    private static final long CAPTION_LIMIT_S = 60;
    private static final long TOOL_LIMIT_MS = 60_000;
    private static final long POLL_MS = 200;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PAGE", description = "p67, p72, ...; none lists them")
    private String name = "";

    @Option(names = "--keep", description = "leave it there until --lift, another scene, or the lab's end")
    private boolean keep;

    @Option(names = "--lift", description = "end it")
    private boolean lift;

    @Option(names = "--quiet", description = "print nothing; do not wait for the caption")
    private boolean quiet;

    /** Made by picocli. */
    public LabSceneCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        try {
            return run(files, new ShelfClient(files.shelf()));
        } catch (final LabException e) {
            System.err.println("vireo lab scene: " + e.getMessage());
            return 1;
        }
    }

    private int run(final LabFiles files, final ShelfClient client) throws InterruptedException {
        if (name.isEmpty()) {
            for (final JsonNode scene : client.ask("scenes", "").path("scenes")) {
                System.out.printf(
                        Locale.ROOT,
                        "%-5s %-8s %s%n      %s%n",
                        scene.path("name").asString(),
                        scene.path("state").asString(),
                        scene.path("title").asString(),
                        scene.path("what").asString());
            }
            return 0;
        }
        if (lift) {
            return settle(client, "lift", "off");
        }
        settle(client, "plant", "planted");
        if (quiet) {
            return 0;
        }
        final boolean named = show(files, client);
        if (!keep) {
            settle(client, "lift", "off");
        }
        return named ? 0 : 1;
    }

    private int settle(final ShelfClient client, final String what, final String wanted) throws InterruptedException {
        client.ask(what, name);
        final JsonNode scene = ShelfTalk.settled(client, "scenes", "scenes", name);
        if (!scene.path("state").asString().equals(wanted)) {
            throw new LabException(name + " is " + scene.path("state").asString() + ": "
                    + scene.path("message").asString());
        }
        return 0;
    }

    /** @return whether the caption came to name the page */
    private boolean show(final LabFiles files, final ShelfClient client) throws InterruptedException {
        final JsonNode scene = ShelfTalk.settled(client, "scenes", "scenes", name);
        final String node = scene.path("node").asString();
        final int page = scene.path("page").asInt();
        System.out.println(scene.path("what").asString());
        final Console console = Console.of(files);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CAPTION_LIMIT_S);
        JsonNode caption = console.caption(node);
        while (caption.path("page").asInt(0) != page && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
            caption = console.caption(node);
        }
        System.out.println("caption: " + caption.path("text").asString("none yet"));
        System.out.println("page:    " + console.page("node=" + node + "&vif=3"));
        System.out.print(Commands.run(Launcher.current().with(List.of("traffic", "--node", node)), TOOL_LIMIT_MS)
                .output());
        return caption.path("page").asInt(0) == page;
    }
}
