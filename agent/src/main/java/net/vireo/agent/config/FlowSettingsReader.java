// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Locale;
import net.vireo.cli.yaml.Fields;

/**
 * Reads what {@code kind: Agent} says of flows:
 *
 * <pre>{@code
 * flow-table: socket                                             # default auto: the table's file, where it can be mapped
 * flow-limits: {per-vm: 20000, link-local: 4096, link-local-per-vm: 1024}   # 0: any number
 * }</pre>
 */
final class FlowSettingsReader {
    private static final List<String> TABLES = List.of("auto", "socket");

    /** No table has more entries. */
    static final int MOST_FLOWS = 1 << 30;

    private FlowSettingsReader() {}

    static FlowSettings read(final Fields fields) {
        final FlowSettings usual = FlowSettings.STANDARD;
        final FlowSettings.Table table = FlowSettings.Table.valueOf(
                fields.oneOf("flow-table", TABLES, "auto").toUpperCase(Locale.ROOT));
        if (!fields.has("flow-limits")) {
            return new FlowSettings(table, usual.perVm(), usual.linkLocal(), usual.linkLocalPerVm());
        }
        final Fields limits = fields.mapping("flow-limits", "{per-vm: N, link-local: N, link-local-per-vm: N}");
        final FlowSettings read = new FlowSettings(
                table,
                limits.number("per-vm", 0, MOST_FLOWS, usual.perVm()),
                limits.number("link-local", 0, MOST_FLOWS, usual.linkLocal()),
                limits.number("link-local-per-vm", 0, MOST_FLOWS, usual.linkLocalPerVm()));
        limits.finish();
        return read;
    }
}
