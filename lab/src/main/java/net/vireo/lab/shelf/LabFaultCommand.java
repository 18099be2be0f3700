// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.util.concurrent.Callable;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.RunRoot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vireo lab fault}: plants faults in the lab that stays in another terminal, and lifts them. */
@Command(
        name = "fault",
        header = "Plant a fault in a lab that stays, to be found, explained and mended; or lift it.",
        description = {
            "A fault is planted on a data plane of its own, 'faulty', with traffic that shows it; nothing else of the"
                    + " lab is touched. One at a time: planting another lifts the first."
        },
        footer = {
            "",
            "Examples (in another terminal: vireo lab --keep):",
            "  vireo lab fault                              what there is",
            "  vireo lab fault plant unserved-queue",
            "  vireo doctor --node faulty                   finds it, and says what mends it",
            "  vireo lab fault lift unserved-queue"
        },
        mixinStandardHelpOptions = true,
        subcommands = {LabFaultCommand.ListThem.class, LabFaultCommand.Plant.class, LabFaultCommand.Lift.class})
public final class LabFaultCommand implements Callable<Integer> {
    /** Made by picocli. */
    public LabFaultCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        return show(new ShelfOptions(), ShelfTalk::list);
    }

    /** What is said to the shelf. */
    @FunctionalInterface
    private interface Words {
        int say(ShelfTalk talk) throws InterruptedException;
    }

    private static int show(final ShelfOptions options, final Words words) throws InterruptedException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        try {
            return words.say(new ShelfTalk(new ShelfClient(files.shelf()), options.json(), System.out));
        } catch (final LabException e) {
            System.err.println("vireo lab fault: " + e.getMessage());
            return 1;
        }
    }

    /** {@code list}. */
    @Command(name = "list", header = "What can be planted, and what is.", mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {
        @Mixin
        private ShelfOptions options;

        @Override
        public Integer call() throws InterruptedException {
            return show(options, ShelfTalk::list);
        }
    }

    /** {@code plant NAME}. */
    @Command(name = "plant", header = "Plant a fault; returns when it is there.", mixinStandardHelpOptions = true)
    static final class Plant implements Callable<Integer> {
        @Mixin
        private ShelfOptions options;

        @Parameters(index = "0", paramLabel = "NAME", description = "see: vireo lab fault list")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            return show(options, talk -> talk.plant(name));
        }
    }

    /** {@code lift NAME}. */
    @Command(
            name = "lift",
            header = "Lift a fault; returns when nothing is left of it.",
            mixinStandardHelpOptions = true)
    static final class Lift implements Callable<Integer> {
        @Mixin
        private ShelfOptions options;

        @Parameters(index = "0", paramLabel = "NAME", description = "see: vireo lab fault list")
        private String name = "";

        @Override
        public Integer call() throws InterruptedException {
            return show(options, talk -> talk.lift(name));
        }
    }
}
