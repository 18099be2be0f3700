// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.metadata.MetadataGuest;
import net.vireo.agent.service.metadata.MetadataProxy;
import net.vireo.cli.text.JsonText;
import net.vireo.cli.text.Mac;

/**
 * Tells guests what the agent itself knows of them, where no metadata service is: EC2's tree as text
 * ({@code /latest/meta-data/}, under the dates that clients ask for too) and OpenStack's document
 * ({@code /openstack/latest/meta_data.json}). What is above these lists what is below, which is how cloud-init finds out what it
 * talks to. Only GET.
 */
final class BuiltInMetadata implements GuestSession {
    private static final String EC2 = "/latest/meta-data";
    private static final String OPENSTACK = "/openstack/latest/meta_data.json";

    @Override
    public void serve(final Socket connection, final OperPort guest) throws IOException {
        final String[] words = firstLine(connection.getInputStream()).split(" ", -1);
        final byte[] answer;
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            answer = HttpText.response("400 Bad Request", "text/plain", "This is no request of HTTP/1.\n");
        } else if (!words[0].equals("GET")) {
            answer = HttpText.response("405 Method Not Allowed", "text/plain", "Only GET is served here.\n");
        } else {
            answer = answer(words[1], guest);
        }
        connection.getOutputStream().write(answer);
    }

    /** The request's line, its head read to the end; empty when the head is longer than is taken, or not there. */
    private static String firstLine(final InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.length() < MetadataProxy.MAX_HEAD_BYTES) {
            final int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
            if (head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.substring(0, head.indexOf("\r\n"));
            }
        }
        return "";
    }

    /** EC2's versions: they differ in what there is more of. */
    private static final Pattern EC2_DATE = Pattern.compile("/(1\\.0|\\d{4}-\\d{2}-\\d{2})(?=/|$)");

    private static final Map<String, String> LISTS = Map.of(
            "/", "2009-04-04\nlatest",
            "/latest", "meta-data/",
            "/openstack", "latest",
            "/openstack/latest", "meta_data.json");

    /** @param asked the request's target, a query with it or not */
    static byte[] answer(final String asked, final OperPort port) {
        final String path = asked.replaceFirst("\\?.*", "");
        final String target =
                EC2_DATE.matcher(path).lookingAt() ? EC2_DATE.matcher(path).replaceFirst("/latest") : path;
        final String list = LISTS.get(
                target.length() > 1 && target.endsWith("/") ? target.substring(0, target.length() - 1) : target);
        if (list != null) {
            return HttpText.response("200 OK", "text/plain", list);
        }
        final MetadataGuest guest = MetadataSession.guest(port);
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("hostname", port.config().name());
        values.put("instance-id", guest.instanceId());
        values.put("local-hostname", port.config().name());
        values.put("local-ipv4", guest.address());
        values.put("mac", Mac.text(port.config().mac()));
        if (target.equals(OPENSTACK)) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("uuid", guest.instanceId());
            document.put("hostname", port.config().name());
            document.put("name", port.config().name());
            document.put("project_id", guest.tenantId());
            return HttpText.response("200 OK", "application/json", JsonText.line(document) + "\n");
        }
        final String name = target.startsWith(EC2 + "/") ? target.substring(EC2.length() + 1) : "";
        if (target.equals(EC2) || target.equals(EC2 + "/")) {
            return HttpText.response("200 OK", "text/plain", String.join("\n", values.keySet()));
        }
        return values.containsKey(name)
                ? HttpText.response("200 OK", "text/plain", values.get(name))
                : HttpText.response("404 Not Found", "text/plain", "There is no such metadata.\n");
    }
}
