// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.web.mend.Ailment;
import net.vireo.web.mend.Cure;
import net.vireo.web.mend.Doctor;
import net.vireo.web.sample.Nodes;

/** What is wrong with a node, and what mends it where that can be done while packets pass. */
public final class DoctorApi implements HttpService {
    private static final int MOST_ID_CHARACTERS = 64;

    private final Nodes nodes;
    private final Doctor doctor;

    /** Of these nodes. */
    public DoctorApi(final Nodes nodes) {
        this.nodes = nodes;
        doctor = new Doctor(nodes);
    }

    @Override
    public void routing(final HttpRules rules) {
        rules.get("/{name}/doctor", this::look).post("/{name}/fix/{finding}", this::fix);
    }

    private void look(final ServerRequest request, final ServerResponse response) throws InterruptedException {
        final Parameters parameters = new Parameters(request);
        final List<Ailment> ailments = doctor.look(NodeApi.sampler(nodes, parameters));
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("findings", ailments.stream().map(each -> (Object) tree(each)).toList());
        Answers.json(response, tree);
    }

    private void fix(final ServerRequest request, final ServerResponse response) throws InterruptedException {
        final Parameters parameters = new Parameters(request);
        final String id = parameters.path("finding");
        if (id.length() > MOST_ID_CHARACTERS) {
            throw unknown(id);
        }
        final Ailment ailment = doctor.look(NodeApi.sampler(nodes, parameters)).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
        if (!ailment.remedy().applicable()) {
            throw new ApiError(
                    ApiError.CONFLICT,
                    "this cannot be mended while packets pass: "
                            + ailment.remedy().why(),
                    ailment.finding().fix());
        }
        final Cure cure = doctor.cure(NodeApi.sampler(nodes, parameters), ailment);
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ok", cure.gone());
        tree.put("output", cure.output());
        tree.put("before", cure.before());
        tree.put("after", cure.after());
        tree.put("packetsPerSecondBefore", cure.ppsBefore());
        tree.put("packetsPerSecondAfter", cure.ppsAfter());
        tree.put("ratio", cure.ppsBefore() == 0 ? null : (Object) ((double) cure.ppsAfter() / cure.ppsBefore()));
        Answers.json(response, tree);
    }

    private static ApiError unknown(final String id) {
        return new ApiError(
                ApiError.NOT_FOUND,
                "the doctor has no finding '" + Parameters.shortened(id) + "' now",
                "look again: /doctor lists those there are");
    }

    private static Map<String, Object> tree(final Ailment ailment) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", ailment.id());
        tree.put("check", ailment.finding().check());
        tree.put("severity", ailment.finding().severity().text());
        tree.put("title", ailment.title());
        tree.put("cause", ailment.finding().cause());
        tree.put("measured", ailment.finding().measure().text());
        tree.put("value", ailment.finding().measure().value());
        tree.put("cost", ailment.finding().cost());
        final Map<String, Object> fix = new LinkedHashMap<>();
        fix.put("text", ailment.finding().fix());
        fix.put("applicable", ailment.remedy().applicable());
        fix.put("command", ailment.remedy().command());
        fix.put("why", ailment.remedy().why());
        tree.put("fix", fix);
        return tree;
    }
}
