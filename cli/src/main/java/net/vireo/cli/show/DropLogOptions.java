// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.tool.VifName;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.vrouter.counter.DropLogFile;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LoggedDrop;
import picocli.CommandLine.Option;

/** Which of the last dropped packets are shown. */
final class DropLogOptions {
    private static final int ALL = -1;

    /** Forwarding lcores are numbered from here; the control socket counts them from 0. */
    private static final int FIRST_LCORE = 10;

    @Option(
            names = "--log",
            arity = "0..1",
            fallbackValue = "-1",
            paramLabel = "CORE",
            description = "the last dropped packets, of all cores or one")
    private Integer log;

    @Option(names = "--clear-log", description = "forget them")
    private boolean clear;

    @Option(names = "--reason", paramLabel = "REASON", description = "only these: NO_ROUTE, or part of its label")
    private String reason;

    @Option(names = "--vif", paramLabel = "VIF", description = "only those that came in on this vif")
    private String vif;

    @Option(names = "-v", description = "with their first bytes")
    private boolean verbose;

    boolean wanted() {
        return log != null;
    }

    boolean clear() {
        return clear;
    }

    boolean verbose() {
        return verbose;
    }

    /** What contradicts itself, empty when nothing does. */
    String mistake() {
        return log == null && (reason != null || vif != null || verbose) ? "--reason, --vif and -v need --log" : "";
    }

    /** Asks for the switches of the log. */
    VrPktDropLog request(final Integer core) {
        final int wanted = Math.max(0, core == null ? log : core);
        return new VrPktDropLog()
                .op(SandeshOp.GET)
                .put(VrPktDropLog.CORE, wanted >= FIRST_LCORE ? wanted - FIRST_LCORE : wanted);
    }

    /** The packets, oldest first. */
    List<LoggedDrop> drops(final Path path, final Integer core, final NodeNames names) {
        final DropLogFile file;
        try {
            file = DropLogFile.open(path);
        } catch (final NoSuchFileException e) {
            throw new CommandFailed(
                    "this data plane keeps no dropped packets", "'vireo dropstats' counts them by reason", e);
        } catch (final IOException e) {
            throw new CommandFailed("cannot read the drop log: " + e.getMessage(), "", e);
        }
        final int only = core != null ? core : log;
        final int vifIndex = vif == null ? ALL : VifName.index(vif, names);
        final List<LoggedDrop> drops = new ArrayList<>();
        for (int lcore = 0; lcore < file.lcoreCount(); lcore++) {
            if (only == ALL || only == lcore || only == file.lcoreNumber(lcore)) {
                drops.addAll(file.drops(lcore));
            }
        }
        drops.removeIf(drop -> vifIndex != ALL && drop.vif() != vifIndex || reason != null && !isWanted(drop.reason()));
        drops.sort(Comparator.comparingLong(LoggedDrop::epochNs));
        return drops;
    }

    private boolean isWanted(final DropReason found) {
        if (found == null) {
            return false;
        }
        final String wanted = reason.toUpperCase(Locale.ROOT);
        final boolean isKnown = Arrays.stream(DropReason.values()).anyMatch(each -> matches(each, wanted));
        if (!isKnown) {
            final List<String> all =
                    Arrays.stream(DropReason.values()).map(Enum::name).toList();
            throw new CommandFailed(
                    "there is no drop reason '" + reason + "'",
                    NearMiss.of(wanted, all)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("'vireo dropstats' prints those that occurred"));
        }
        return matches(found, wanted);
    }

    private static boolean matches(final DropReason candidate, final String wanted) {
        return candidate.name().equals(wanted)
                || candidate.label().toUpperCase(Locale.ROOT).contains(wanted);
    }
}
