// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.List;
import net.vireo.vrouter.IoLcores;
import net.vireo.vrouter.Tuning;
import net.vireo.vrouter.lcore.PollMode;
import picocli.CommandLine.Option;

/** How many lcores forward, and how their loops are tuned. */
final class LcoreOptions {
    @Option(
            names = "--lcores",
            paramLabel = "N",
            converter = LcoreMap.Converter.class,
            description =
                    "forwarding lcores, or as DPDK writes where they are: (0-2)@0,(8-9)@0,10@2,11@4; default: 2, or"
                            + " one per CPU of --cpus")
    private LcoreMap lcores;

    @Option(
            names = "--poll",
            paramLabel = "adaptive|busy",
            defaultValue = "adaptive",
            description = "what an idle lcore does: sleep until a packet comes, or spin; default: ${DEFAULT-VALUE}")
    private PollMode poll;

    @Option(
            names = {"--yield", "--yield_option"},
            paramLabel = "0|1",
            defaultValue = "0",
            description =
                    "1: an lcore that spins and finds nothing offers its CPU to other threads; 0: its CPU is its own."
                            + " Default: ${DEFAULT-VALUE} (Contrail's is 1)")
    private int yields;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "32",
            description = "packets that an lcore takes from a queue at once, 32 at most; default: ${DEFAULT-VALUE}")
    private int burst;

    @Option(
            names = "--io-lcores",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "lcores that only poll guests and fabric and hand over to those that forward, numbered from 3: with"
                            + " --model pipeline; at most 5. Default: ${DEFAULT-VALUE}")
    private int ioLcores;

    @Option(
            names = {"--drop-log", "--vr_dropstats_bufsz"},
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "dropped packets that each lcore remembers, see 'vireo dropstats --log'; default: ${DEFAULT-VALUE}")
    private int dropLog;

    @Option(
            names = {"--close-flow-on-any-reset", "--vr_uncond_close_flow_on_tcp_rst"},
            paramLabel = "0|1",
            defaultValue = "0",
            description = "1: a TCP reset closes a flow whatever its sequence number; 'vireo vrouter' changes it later;"
                    + " default: ${DEFAULT-VALUE}")
    private int closeOnAnyReset;

    @Option(
            names = "--tx-wait-us",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "an lcore that finds a guest's ring full waits for room, at most N microseconds in each burst,"
                            + " before it drops; 0: it drops at once; 'vireo vrouter' changes it later; default: ${DEFAULT-VALUE}")
    private int txWaitUs;

    /** Made by picocli. */
    LcoreOptions() {}

    /** What {@code --lcores} says, or null. */
    LcoreMap lcores() {
        return lcores;
    }

    PollMode poll() {
        return poll;
    }

    /**
     * What they say of the loops.
     *
     * @param ioCpus of lcores that only poll; empty when they are not pinned
     * @throws IllegalArgumentException a sentence about the one that cannot be
     */
    Tuning tuning(final List<Integer> ioCpus) {
        return new Tuning(
                burst,
                isOn("--yield_option", yields),
                dropLog,
                isOn("--vr_uncond_close_flow_on_tcp_rst", closeOnAnyReset),
                new IoLcores(ioLcores, ioCpus),
                txWaitUs);
    }

    private static boolean isOn(final String option, final int value) {
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException(option + " is " + value + ", must be 0 or 1");
        }
        return value == 1;
    }
}
