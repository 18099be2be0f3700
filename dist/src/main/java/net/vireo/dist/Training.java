// SPDX-License-Identifier: Apache-2.0
package net.vireo.dist;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.sandesh.ControlSession;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;

/**
 * The run from which the launcher's start-up cache is made: every tool once, against a router that answers with one
 * object of each kind. The JVM remembers which classes that took; nothing else of it is kept.
 */
public final class Training {
    private static final String[][] COMMANDS = {
        {"--version"},
        {"vif", "--list"},
        {"vif", "--get", "3"},
        {"nh", "--list"},
        {"rt", "--dump", "0"},
        {"rt", "--dump", "0", "--family", "all"},
        {"mpls", "--dump"},
        {"vxlan", "--dump"},
        {"flow", "-l"},
        {"dropstats"},
        {"vrouter", "--info"},
    };

    /** What {@code vireo apply} leaves beside the socket: reading it is half of what a tool's start costs. */
    private static final String NAMES = """
            {"formatVersion" : 1, "node" : "training",
             "vifs" : [ {"id" : 3, "name" : "vm0", "device" : "tap0", "network" : "red"} ],
             "vrfs" : [ {"id" : 0, "name" : "fabric"}, {"id" : 1, "name" : "red"} ],
             "nexthops" : [ {"id" : 2, "key" : "encap vm0", "meaning" : "to vm0"} ],
             "labels" : [ ], "routes" : [ ]}
            """;

    private Training() {}

    public static void main(final String[] arguments) throws IOException {
        final Path directory = Files.createTempDirectory("vireo-training");
        final Path socket = directory.resolve("dpdk_netlink");
        final Path names = Files.writeString(directory.resolve("names.json"), NAMES);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            final Thread router = new Thread(() -> serve(server), "training-router");
            router.setDaemon(true);
            router.start();
            for (final String[] command : COMMANDS) {
                Main.execute(withSocket(command, directory));
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(names);
            Files.deleteIfExists(directory);
        }
    }

    private static String[] withSocket(final String[] command, final Path directory) {
        if (command.length == 1 && command[0].startsWith("-")) {
            return command;
        }
        final String[] whole = new String[command.length + 2];
        System.arraycopy(command, 0, whole, 0, command.length);
        whole[command.length] = "--sock-dir";
        whole[command.length + 1] = directory.toString();
        return whole;
    }

    private static void serve(final ServerSocketChannel server) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (final IOException closed) {
            return; // the training is over
        }
    }

    private static void answer(final SocketChannel client) throws IOException {
        final ControlSession session = new ControlSession(Training::reply);
        final ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (client.read(bytes) >= 0) {
            for (final byte[] message : session.receive(bytes.flip())) {
                client.write(ByteBuffer.wrap(message));
            }
            bytes.clear();
        }
    }

    private static void reply(final SandeshObject<?> request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.DUMP) {
            reply.objects(request);
            return;
        }
        final DumpPage page = new DumpPage();
        switch (request) {
            case VrInterface vif -> page.offer(vif.put(VrInterface.NAME, "tap0"));
            case VrNexthop nexthop -> page.offer(nexthop.put(VrNexthop.TYPE, 2));
            case VrRoute route -> page.offer(route.put(VrRoute.PREFIX, new byte[4]));
            case VrMpls label -> page.offer(label);
            default -> page.offer(request);
        }
        reply.dump(page);
    }
}
