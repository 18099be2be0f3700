// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.vireo.lab.guest.GuestTool;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo lab peers}: packets between two guests through Vireo and through OVS-DPDK, turn and turn about. */
@Command(
        name = "peers",
        header = "Measure Vireo beside OVS-DPDK and testpmd. Needs root and two CPUs.",
        description = {
            "One core forwards (CPU 0), dpdk-testpmd is both guests on the other (CPU 1), over vhost-user. Vireo's data"
                    + " plane is the one that 'vireo run vrouter' runs, with a bridged network; OVS has one PMD and a"
                    + " learning bridge. While one has its turn, the other stands still. Rates are taken ten times a"
                    + " second and compared at quantiles: a virtual machine has fast and slow spells."
        },
        footer = {
            "",
            "Needs the Debian packages openvswitch-switch-dpdk and dpdk-dev, and 1 GB in hugepages, which are set aside",
            "for the run and given back.",
            "",
            "Examples:",
            "  vireo lab peers                          about four minutes",
            "  vireo lab peers --sizes 64 --rounds 10   short frames only, more often",
            "  vireo lab peers --case full              flows, route and tunnel, beside OVS's; fifteen minutes",
            "  vireo lab peers --case setup             new flows per second",
            "  vireo lab peers --case fabric            a guest and a veth by AF_XDP, beside testpmd; ten minutes",
            "  vireo lab peers --case latency           how long a frame takes, at 30 %% of the highest rate",
            "  vireo lab peers --case warm-up           how soon after a start it is at its best, with an AOT cache and without",
            "  vireo lab peers -o json > r.json         every sample, for a program"
        })
public final class PeersCommand implements Callable<Integer> {
    private static final int MOST = 60;
    private static final int LEAST_FRAME_BYTES = 60;
    private static final int MOST_FRAME_BYTES = 1518;

    /** Guests of ours live in this process; that they come and go is no news here. Held, or the setting is forgotten. */
    private static final Logger PORTS = Logger.getLogger("net.vireo.port");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--case",
            paramLabel = "CASE",
            split = ",",
            defaultValue = "l2",
            description = "l2, full, setup, fabric, latency, warm-up, or all; ${DEFAULT-VALUE} when left out")
    private List<String> cases = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "how long each turn lasts; ${DEFAULT-VALUE} when left out")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "6",
            description = "how often each switch has its turn; ${DEFAULT-VALUE} when left out")
    private int rounds;

    @Option(
            names = "--sizes",
            paramLabel = "BYTES",
            split = ",",
            defaultValue = "64,512,1518",
            description = "lengths of frames; ${DEFAULT-VALUE} when left out")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "seconds for which each load runs before the first turn, in warm-up the whole turn; ${DEFAULT-VALUE} when left out")
    private int warmUpSeconds;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (then progress goes to standard error)")
    private String output = "";

    /** Made by picocli. */
    public PeersCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final PeersOptions options = options();
        PORTS.setLevel(Level.WARNING);
        try {
            requirements();
            final PeersResult result = new PeersRun(options, Launcher.current()).run();
            System.out.print(options.json() ? result.json() : "\n" + result.text());
            System.out.flush();
            return 0;
        } catch (final LabException e) {
            System.err.println("vireo lab peers: " + e.getMessage());
            return 1;
        }
    }

    private static void requirements() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new LabException("OVS-DPDK needs root, for hugepages; run it as root: sudo vireo lab peers");
        }
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new LabException("needs two CPUs: one forwards, one is for the guests");
        }
        GuestTool.require(
                GuestTool.TESTPMD,
                GuestTool.SETPRIV,
                GuestTool.IP,
                GuestTool.OVSDB,
                GuestTool.OVS_VSCTL,
                GuestTool.OVS_OFCTL,
                GuestTool.OVS_APPCTL);
    }

    private PeersOptions options() {
        if (seconds < 1 || seconds > MOST || rounds < 1 || rounds > MOST) {
            throw wrong("--seconds and --rounds are 1 to " + MOST);
        }
        if (warmUpSeconds < 0 || warmUpSeconds > MOST) {
            throw wrong("--warm-up is " + warmUpSeconds + ", must be 0 to " + MOST);
        }
        for (final int size : sizes) {
            if (size < LEAST_FRAME_BYTES || size > MOST_FRAME_BYTES) {
                throw wrong("--sizes: " + size + ", must be " + LEAST_FRAME_BYTES + " to " + MOST_FRAME_BYTES);
            }
        }
        if (!"text".equals(output) && !"json".equals(output)) {
            throw wrong("--output is '" + output + "', expected text or json");
        }
        return new PeersOptions(cases(), seconds, rounds, sizes, warmUpSeconds, "json".equals(output));
    }

    private List<String> cases() {
        final List<String> known = PeersRun.CASES.stream().map(PeersCase::name).toList();
        if (cases.contains("all")) {
            return known;
        }
        for (final String name : cases) {
            if (!known.contains(name)) {
                throw wrong("--case is '" + name + "', expected " + String.join(", ", known) + " or all");
            }
        }
        return cases;
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
