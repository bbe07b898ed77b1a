from django.urls import path

from rewards.views import books, desk, medals, red_packet_desk, red_packets, standings, wallet

app_name = "rewards"
urlpatterns = [
    path("wallet/", wallet.wallet, name="wallet"),
    path("wallet/points.csv", wallet.statement, name="statement"),
    path("wallet/redemptions/<int:redemption_id>/", wallet.redemption, name="redemption"),
    path("wallet/redemptions/<int:redemption_id>/cancel/", wallet.cancel, name="cancel"),
    path("standings/", standings.standings, name="standings"),
    path("medals/", medals.medals, name="medals"),
    path("medals/<slug:slug>/", medals.medal, name="medal"),
    path("shop/", wallet.shop, name="shop"),
    path("shop/<slug:slug>/", wallet.benefit, name="benefit"),
    path("shop/<slug:slug>/order/", wallet.order, name="order"),
    path("red/<int:packet_id>/", red_packets.red_packet, name="red_packet"),
    path("red/<int:packet_id>/grab/", red_packets.grab_share, name="grab"),
    path("desk/redemptions/", desk.redemptions, name="redemptions"),
    path("desk/redemptions/<int:redemption_id>/approve/", desk.approve, name="approve"),
    path("desk/redemptions/<int:redemption_id>/decline/", desk.decline, name="decline"),
    path("desk/redemptions/<int:redemption_id>/deliver/", desk.deliver, name="deliver"),
    path("desk/benefits/<int:benefit_id>/stock/", desk.stock, name="stock"),
    path("desk/awards/", desk.awards, name="awards"),
    path("desk/awards/propose/", desk.propose, name="propose"),
    path("desk/awards/<int:award_id>/decide/", desk.decide_award, name="decide_award"),
    path("desk/red-packets/", red_packet_desk.red_packets, name="red_packets"),
    path("desk/red-packets/make/", red_packet_desk.make, name="make_red_packet"),
    path("desk/red-packets/<int:packet_id>/approve/", red_packet_desk.approve, name="approve_red_packet"),
    path("desk/red-packets/<int:packet_id>/cancel/", red_packet_desk.cancel, name="cancel_red_packet"),
    path("desk/books/", books.books, name="books"),
    path("desk/books/check/", books.check, name="check_books"),
    path("desk/books/transfers.csv", books.transfers, name="transfers"),
]
