// SPDX-License-Identifier: Apache-2.0
/** From a node as people describe it ({@code NodeFile}) to the tables that it needs ({@code Desired}). */
package net.vireo.cli.desired;
