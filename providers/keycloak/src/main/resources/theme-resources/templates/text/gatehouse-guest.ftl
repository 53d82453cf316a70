<#ftl output_format="plainText">
${msg("gatehouseGuestIntro", realmName)}

${code}

${msg("gatehouseGuestWhere", minutes)}

${msg("gatehouseGuestNothing")}
