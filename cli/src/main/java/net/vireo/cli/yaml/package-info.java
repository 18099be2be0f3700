// SPDX-License-Identifier: Apache-2.0
/** YAML that people write: every value knows its place, and everything that is wrong is told at once with its place. */
package net.vireo.cli.yaml;
