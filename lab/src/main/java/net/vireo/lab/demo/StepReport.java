// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a step.
 *
 * @param number from 1
 * @param page address of the page's state
 * @param commands that were run, as a person types them
 */
record StepReport(int number, String title, String page, List<String> commands, List<Claim> claims, double seconds) {
    StepReport {
        commands = List.copyOf(commands);
        claims = List.copyOf(claims);
    }

    /** Whether every claim came true, and there was one. */
    boolean passed() {
        return !claims.isEmpty() && claims.stream().allMatch(Claim::holds);
    }

    Map<String, Object> tree() {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("number", number);
        tree.put("title", title);
        tree.put("passed", passed());
        tree.put("page", page);
        tree.put("seconds", Math.round(seconds * 10) / 10.0);
        tree.put("commands", commands);
        tree.put("claims", claims.stream().map(Claim::tree).toList());
        return tree;
    }
}
