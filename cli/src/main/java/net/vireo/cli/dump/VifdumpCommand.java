// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.dump;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Terminal;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.tool.VifName;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoDump;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code vireo vifdump}: the data plane writes the packets of a vif, both directions, into a named pipe in its run
 * directory, and this copies them to a file or the standard output. So the file belongs to the user who asked, and no
 * path has to mean the same in the data plane's file system.
 */
@Command(
        name = "vifdump",
        description = "The packets of a vif, in and out, as pcap to a file or a pipe, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  vireo vifdump -i vif0/3 -w out.pcap",
            "  vireo vifdump -i g2-vm0 --count 10 -w - | tcpdump -nr -",
            "  vireo vifdump -i 0 -w - | wireshark -k -i -"
        })
public final class VifdumpCommand extends Tool {
    private static final String STANDARD_OUTPUT = "-";

    @Option(names = "-i", required = true, paramLabel = "VIF", description = "the vif: 3, vif0/3 or a name")
    private String vif;

    @Option(names = "-w", paramLabel = "FILE|-", description = "where to write; - is the standard output (default)")
    private String target = STANDARD_OUTPUT;

    @Option(
            names = {"--count", "-c"},
            paramLabel = "N",
            description = "stop after N packets")
    private Long count;

    @Option(
            names = {"--snaplen", "-s"},
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "keep only this much of each packet; default: all of it")
    private int snaplen;

    /** Made by picocli. */
    public VifdumpCommand() {}

    @Override
    public Integer call() {
        if (target.equals(STANDARD_OUTPUT) && Terminal.isInteractive()) {
            throw usage("packets do not belong on a terminal: use -w FILE, or a pipe: | tcpdump -nr -");
        }
        if (count != null && count < 1) {
            throw usage("--count takes 1 or more packets");
        }
        final int index = VifName.index(vif, names());
        final PcapCopy copy = new PcapCopy();
        final Path pipe = node().path()
                .resolve("vifdump-" + index + "-" + ProcessHandle.current().pid());
        try (OutputStream out = open();
                Fifo fifo = Fifo.create(pipe)) {
            final Thread onExit = Thread.ofPlatform().unstarted(() -> {
                stop(index, copy);
                fifo.delete();
            });
            Runtime.getRuntime().addShutdownHook(onExit);
            try {
                copy(new Starter(index, fifo.path()), out, copy);
            } finally {
                Runtime.getRuntime().removeShutdownHook(onExit);
            }
        } catch (final IOException e) {
            throw new CommandFailed("cannot write " + target + ": " + e.getMessage(), "", e);
        }
        return OK;
    }

    private void copy(final Starter starter, final OutputStream out, final PcapCopy copy) {
        final Thread thread = Thread.ofPlatform().daemon().start(starter);
        try (InputStream in = Files.newInputStream(starter.path)) {
            thread.join();
            if (starter.failure != null) {
                throw starter.failure;
            }
            try {
                copy.run(in, out, count == null ? Long.MAX_VALUE : count);
            } finally {
                stop(starter.index, copy);
            }
        } catch (final IOException e) {
            throw new CommandFailed("the capture ended: " + e.getMessage(), "", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private OutputStream open() throws IOException {
        return target.equals(STANDARD_OUTPUT)
                ? new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))
                : new BufferedOutputStream(Files.newOutputStream(Path.of(target)));
    }

    /** Ends the capture and says on the error stream how much it caught. */
    private void stop(final int index, final PcapCopy copy) {
        String missed = "";
        try (VrouterClient client = connect()) {
            final VireoDump request = new VireoDump().put(VireoDump.VIF, index);
            missed = ", "
                    + client.request(request.op(SandeshOp.GET))
                            .first(VireoDump.class)
                            .value(VireoDump.DROPPED) + " missed";
            client.request(request.op(SandeshOp.DEL));
        } catch (final VrouterException e) {
            missed = "; the data plane had ended the capture";
        }
        output().printRemarks(List.of(copy.packets() + " packets captured" + missed));
    }

    /**
     * Asks for the capture. Opening a named pipe waits for the other end, so that asking and opening need a thread each;
     * if the data plane refuses, this opens the other end itself and lets go.
     */
    private final class Starter implements Runnable {
        private final int index;
        private final Path path;

        /** Read after the thread has ended. */
        private VrouterException failure;

        Starter(final int index, final Path path) {
            this.index = index;
            this.path = path;
        }

        @Override
        public void run() {
            try (VrouterClient client = connect()) {
                client.request(new VireoDump()
                        .op(SandeshOp.ADD)
                        .put(VireoDump.VIF, index)
                        .put(VireoDump.PATH, path.toString())
                        .put(VireoDump.SNAPLEN, snaplen)
                        .put(VireoDump.COUNT, count == null ? 0 : (int) Math.min(count, Integer.MAX_VALUE)));
            } catch (final VrouterException e) {
                failure = e;
                releaseReader();
            }
        }

        private void releaseReader() {
            try {
                Files.newOutputStream(path).close();
            } catch (final IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
