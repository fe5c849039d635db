package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import org.commissionledger.api.web.Caller;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Reports;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Gives each report a route of its own, which {@code AccessRules} open to those who may read it, and one by which the dashboard's readers
 * download it.
 */
@Component
class ReportRoutes {

    ReportRoutes(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping routes,
            Reports reports,
            ReportsController controller)
            throws NoSuchMethodException {
        Method handler = ReportsController.class.getDeclaredMethod(
                "report", Caller.class, HttpServletRequest.class, HttpServletResponse.class);
        for (Report report : reports.all()) {
            RequestMappingInfo route = RequestMappingInfo.paths(
                            ReportsController.PATH + report.name(), ReportsController.DOWNLOADS + report.name())
                    .methods(RequestMethod.GET)
                    .options(routes.getBuilderConfiguration())
                    .build();
            routes.registerMapping(route, controller, handler);
        }
    }
}
