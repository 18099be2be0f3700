// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrf;
import net.vireo.sandesh.VrVxlan;

/**
 * A control socket that keeps every object it is told to add, of all tables that the protocol has, and gives them back:
 * what a vRouter does without judging. Next hop 0 is always there. What refers to a next hop or a vif that does not
 * exist is refused, so that the order of requests counts.
 */
public final class TableRouter implements AutoCloseable {
    private final ScriptedRouter server;
    private final Map<String, NavigableMap<String, SandeshObject<?>>> tables = new TreeMap<>();
    private final List<SandeshObject<?>> changes = Collections.synchronizedList(new ArrayList<>());

    /** @param directory where its control socket is made */
    public TableRouter(final Path directory) {
        table(VrNexthop.OBJECT).put(number(0), new VrNexthop().put(VrNexthop.TYPE, 5));
        server = new ScriptedRouter(directory, this::handle);
    }

    /** The adds and deletes so far, in order. */
    public List<SandeshObject<?>> changes() {
        return List.copyOf(changes);
    }

    /** Everything of one kind, ascending. */
    public synchronized <T extends SandeshObject<T>> List<T> all(final String name, final Class<T> kind) {
        return table(name).values().stream().map(kind::cast).toList();
    }

    private NavigableMap<String, SandeshObject<?>> table(final String name) {
        return tables.computeIfAbsent(name, missing -> new TreeMap<>());
    }

    private synchronized void handle(final SandeshObject<?> request, final ReplyWriter reply) {
        final NavigableMap<String, SandeshObject<?>> table = table(request.objectName());
        final String key = key(request, false);
        switch (request.op()) {
            case ADD -> {
                final ResponseError missing = missing(request);
                if (missing != null) {
                    reply.fail(missing);
                    return;
                }
                changes.add(request);
                table.put(key, request);
                reply.ok();
            }
            case DEL -> {
                if (table.remove(key) == null) {
                    reply.fail(ResponseError.ENOENT);
                    return;
                }
                changes.add(request);
                reply.ok();
            }
            case GET -> {
                if (table.containsKey(key)) {
                    reply.objects(table.get(key));
                } else {
                    reply.fail(ResponseError.ENOENT);
                }
            }
            case DUMP -> reply.dump(page(request, table));
            default -> reply.fail(ResponseError.EOPNOTSUPP);
        }
    }

    private static DumpPage page(final SandeshObject<?> request, final NavigableMap<String, SandeshObject<?>> table) {
        final DumpPage page = new DumpPage();
        for (final Map.Entry<String, SandeshObject<?>> entry :
                table.tailMap(key(request, true), false).entrySet()) {
            final boolean wanted =
                    !(request instanceof final VrRoute route) || sameTable(route, (VrRoute) entry.getValue());
            if (wanted && !page.offer(entry.getValue())) {
                break;
            }
        }
        return page;
    }

    private static boolean sameTable(final VrRoute one, final VrRoute other) {
        return one.value(VrRoute.VRF_ID) == other.value(VrRoute.VRF_ID)
                && one.value(VrRoute.FAMILY) == other.value(VrRoute.FAMILY);
    }

    private ResponseError missing(final SandeshObject<?> request) {
        return switch (request) {
            case final VrMpls label -> nexthops(label.value(VrMpls.NHID));
            case final VrVxlan vni -> nexthops(vni.value(VrVxlan.NHID));
            case final VrMirror mirror -> nexthops(mirror.value(VrMirror.NHID));
            case final VrRoute route -> nexthops(route.value(VrRoute.NH_ID));
            case final VrNexthop nexthop -> {
                final int[] vifs = nexthop.value(VrNexthop.ENCAP_OIF_ID);
                if (vifs.length > 0
                        && vifs[0] >= 0
                        && !table(VrInterface.OBJECT).containsKey(number(vifs[0]))) {
                    yield ResponseError.ENODEV;
                }
                yield nexthops(nexthop.value(VrNexthop.NH_LIST));
            }
            case final VrInterface vif -> {
                final int parent = vif.value(VrInterface.TYPE) == 6 ? vif.value(VrInterface.PARENT_VIF_IDX) : -1;
                yield parent >= 0 && !table(VrInterface.OBJECT).containsKey(number(parent))
                        ? ResponseError.ENODEV
                        : null;
            }
            default -> null;
        };
    }

    private ResponseError nexthops(final int... ids) {
        for (final int id : ids) {
            if (!table(VrNexthop.OBJECT).containsKey(number(id))) {
                return ResponseError.ENOENT;
            }
        }
        return null;
    }

    private static String key(final SandeshObject<?> object, final boolean marker) {
        return switch (object) {
            case final VrInterface vif -> number(vif.value(marker ? VrInterface.MARKER : VrInterface.IDX));
            case final VrNexthop nexthop -> number(nexthop.value(marker ? VrNexthop.MARKER : VrNexthop.ID));
            case final VrMpls label -> number(label.value(marker ? VrMpls.MARKER : VrMpls.LABEL));
            case final VrVxlan vni -> number(vni.value(VrVxlan.VNID));
            case final VrMirror mirror -> number(mirror.value(marker ? VrMirror.MARKER : VrMirror.INDEX));
            case final VrQosMap map -> number(map.value(marker ? VrQosMap.MARKER : VrQosMap.ID));
            case final VrFcMap map -> marker ? number(map.value(VrFcMap.MARKER)) : first(map.value(VrFcMap.ID));
            case final VrVrf vrf -> number(vrf.value(marker ? VrVrf.MARKER : VrVrf.IDX));
            case final VrRoute route -> route(route, marker);
            default -> "";
        };
    }

    private static String route(final VrRoute route, final boolean marker) {
        final boolean bridge = route.value(VrRoute.FAMILY) == Family.BRIDGE;
        final byte[] bytes = route.value(bridge ? marker ? VrRoute.MARKER : VrRoute.MAC : VrRoute.PREFIX);
        final boolean fromStart =
                marker && HexFormat.of().formatHex(bytes).chars().allMatch(c -> c == '0');
        return number(route.value(VrRoute.VRF_ID))
                + '/'
                + number(route.value(VrRoute.FAMILY))
                + '/'
                + (fromStart ? "" : HexFormat.of().formatHex(bytes))
                + (marker ? fromStart ? "" : "/~" : "/" + number(route.value(VrRoute.PREFIX_LEN)));
    }

    private static String first(final int[] ids) {
        return ids.length == 0 ? "" : number(ids[0]);
    }

    /** Sorts like the number: none comes before all others. */
    private static String number(final int number) {
        return number < 0 ? "" : String.format("%010d", number);
    }

    @Override
    public void close() {
        server.close();
    }
}
