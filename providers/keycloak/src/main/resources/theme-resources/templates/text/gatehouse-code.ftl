<#ftl output_format="plainText">
${msg("gatehouseCodeIntro", realmName)}

${code}

${msg("gatehouseCodeWhere", minutes)}

${msg("gatehouseCodeNothing")}
