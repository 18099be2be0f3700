// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowTable;

/** The flow table by its file, which costs the data plane nothing. */
final class MappedTable implements PlaneTable {
    private static final int AT_ONCE = 64;

    private final FlowReader table;
    private final Path file;

    private MappedTable(final FlowReader table, final Path file) {
        this.table = table;
        this.file = file;
    }

    /**
     * Maps it.
     *
     * @throws IOException when the file cannot be read, is no flow table, or is of another version
     */
    static MappedTable open(final Path file) throws IOException {
        return new MappedTable(FlowReader.open(file), file);
    }

    @Override
    public int slots() {
        return table.layout().slots();
    }

    @Override
    public List<PlaneFlow> from(final int slot) {
        final List<PlaneFlow> some = new ArrayList<>();
        int next = table.nextLive(slot);
        while (next != FlowTable.NONE && some.size() < AT_ONCE) {
            final PlaneFlow flow = flow(next);
            if (flow != null) {
                some.add(flow);
            }
            next = table.nextLive(next + 1);
        }
        return some;
    }

    private PlaneFlow flow(final int slot) {
        final FlowRecord flow = table.flow(slot);
        return flow == null ? null : PlaneFlow.of(flow);
    }

    @Override
    public List<PlaneFlow> at(final List<Integer> slots) {
        final List<PlaneFlow> flows = new ArrayList<>(slots.size());
        slots.forEach(slot -> flows.add(flow(slot)));
        return flows;
    }

    @Override
    public String text() {
        return "file " + file;
    }
}
