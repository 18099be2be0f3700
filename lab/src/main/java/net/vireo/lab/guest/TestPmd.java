// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.lab.host.LabException;

/**
 * One running {@code dpdk-testpmd} (DPDK 22.11's guide), without hugepages, PCI or privilege. It ends with this process.
 * Used by one thread at a time.
 */
public final class TestPmd implements AutoCloseable {
    private static final String PROMPT = "testpmd> ";
    private static final String ECHO_END = "\r\n";
    private static final long START_LIMIT_MS = 30_000;
    private static final long COMMAND_LIMIT_MS = 10_000;
    private static final long STOP_LIMIT_MS = 5_000;

    private final String name;
    private final Dialogue dialogue;

    private TestPmd(final String name, final Dialogue dialogue) {
        this.name = name;
        this.dialogue = dialogue;
    }

    /** @param name also DPDK's file prefix, so one of a kind among the processes of this user */
    public static Builder named(final String name) {
        return new Builder(name);
    }

    /**
     * Says a command of testpmd's and waits for its end.
     *
     * @return what it printed
     * @throws LabException when testpmd ended, did not answer, or does not know the command
     */
    public String command(final String command) throws InterruptedException {
        return command(command, COMMAND_LIMIT_MS);
    }

    /** The same with a limit for the answer. */
    public String command(final String command, final long limitMs) throws InterruptedException {
        dialogue.say(command + "\n");
        dialogue.await(command + ECHO_END, limitMs);
        final String answer = dialogue.await(PROMPT, limitMs);
        if (answer.contains("Bad arguments")
                || answer.contains("Command not found")
                || answer.contains("Ambiguous command")) {
            throw new LabException("testpmd " + name + " does not know '" + command + "': " + answer.strip());
        }
        return answer;
    }

    /** The counters of a port, by its number in the order in which ports were given. */
    public PortStats stats(final int port) throws InterruptedException {
        return PortStats.parse(command("show port stats " + port));
    }

    /** Every counter that a port's driver has, such as {@code rx_q1_good_packets}. */
    public Map<String, Long> xstats(final int port) throws InterruptedException {
        return PortStats.counters(command("show port xstats " + port));
    }

    /** Whether a port's link is up: somebody is at the other end. */
    public boolean linkUp(final int port) throws InterruptedException {
        return command("show port info " + port).contains("Link status: up");
    }

    /** The end of what it said, for messages. */
    public String tail() {
        return dialogue.tail();
    }

    /** Its process. */
    public ProcessHandle process() {
        return dialogue.process().toHandle();
    }

    /** Ends it at once, as a crash does: no message, no last buffer. */
    public void kill() throws InterruptedException {
        dialogue.kill();
    }

    /** Ends it in order, and by force when it does not. */
    @Override
    public void close() {
        if (dialogue.process().isAlive()) {
            dialogue.quietly("quit\n");
        }
        dialogue.end(STOP_LIMIT_MS);
    }

    /** How to start one. One thread. */
    public static final class Builder {
        private final String name;
        private final List<DpdkPort> ports = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private int memoryMb = 64;
        private int mbufs = 2048;
        private String lcores = "";
        private List<String> before = List.of();

        private Builder(final String name) {
            this.name = name;
        }

        /** One more port. */
        public Builder port(final DpdkPort port) {
            ports.add(port);
            return this;
        }

        /**
         * The CPUs, in the words of DPDK's {@code --lcores}. Lcore 0 listens to commands, the others forward and are busy
         * all the time. Without this there is one of each, where the kernel finds room for them.
         */
        public Builder lcores(final String map) {
            lcores = map;
            return this;
        }

        /** How much memory, in megabytes, and how many packets fit in it. */
        public Builder memory(final int megabytes, final int packets) {
            memoryMb = megabytes;
            mbufs = packets;
            return this;
        }

        /** Words before the launch line: a program that ends in executing the rest, as {@code nsenter} does. */
        public Builder within(final String... words) {
            before = List.of(words);
            return this;
        }

        /** Further options of testpmd itself, such as {@code --forward-mode=rxonly}. */
        public Builder with(final String... options) {
            arguments.addAll(List.of(options));
            return this;
        }

        /**
         * Starts it and waits until it takes commands. As the server of a socket it does so only when somebody came.
         *
         * @throws LabException when it refuses, with what it said
         */
        public TestPmd start() throws InterruptedException {
            return start(START_LIMIT_MS);
        }

        /** The same with a limit. */
        public TestPmd start(final long limitMs) throws InterruptedException {
            GuestTool.require(GuestTool.TESTPMD, GuestTool.STDBUF, GuestTool.SETPRIV);
            final TestPmd testPmd = new TestPmd(name, Dialogue.start("testpmd " + name, line()));
            try {
                testPmd.dialogue.await(PROMPT, limitMs);
                return testPmd;
            } catch (final LabException | InterruptedException e) {
                testPmd.dialogue.kill();
                throw e;
            }
        }

        private static String floating() {
            final String cpus = Cpus.allowed();
            return "0@(" + cpus + "),1@(" + cpus + ")";
        }

        /** The launch line. Without stdbuf a pipe would get its output in blocks, too late to be an answer. */
        List<String> line() {
            final List<String> line = new ArrayList<>(before);
            line.addAll(List.of(
                    GuestTool.STDBUF.command(),
                    "-o0",
                    GuestTool.TESTPMD.command(),
                    "--no-huge",
                    "-m",
                    String.valueOf(memoryMb),
                    "--no-pci",
                    "--no-shconf",
                    "--no-telemetry",
                    "--file-prefix=" + name,
                    "--lcores=" + (lcores.isEmpty() ? floating() : lcores)));
            int queues = 1;
            for (int i = 0; i < ports.size(); i++) {
                line.add("--vdev=" + ports.get(i).vdev(i));
                queues = Math.max(queues, ports.get(i).queuePairs());
            }
            line.addAll(List.of(
                    "--",
                    "-i",
                    "--total-num-mbufs=" + mbufs,
                    "--rxq=" + queues,
                    "--txq=" + queues,
                    // It would wait nine seconds for a link that comes up when somebody connects.
                    "--disable-link-check"));
            line.addAll(arguments);
            return line;
        }
    }
}
