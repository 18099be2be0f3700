// SPDX-License-Identifier: Apache-2.0
/**
 * What a node is to be, as pure data, and where it comes from: a directory of YAML files now, something else behind
 * {@code ConfigSource} later. Names only; ids are given by {@code net.vireo.agent.oper}.
 */
package net.vireo.agent.config;
